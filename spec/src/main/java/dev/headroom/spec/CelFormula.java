package dev.headroom.spec;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelMutableAst;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableMutableAst;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.headroom.engine.model.Formula;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A compiled CEL expression over signals. Every signal is a variable of type double ({@code in-flight} is written {@code
 * in_flight}), and every number in the text is a double, so that {@code rps / 50} means what it says. Functions are CEL's own
 * and those of its math extension ({@code math.ceil}, {@code math.greatest}, …).
 */
final class CelFormula implements Formula {

    /** Receives problems: line and column in the expression from 0, cause, mend. */
    @FunctionalInterface
    interface Report {
        void at(int line, int column, String message, String mend);
    }

    /** Types a formula may have; math.greatest and its like give a dynamic one, which is a number at run time. */
    private static final Set<CelType> NUMBERS =
            Set.of(SimpleType.DOUBLE, SimpleType.INT, SimpleType.UINT, SimpleType.DYN);

    /** How the parser speaks of what it did not expect. */
    private static final Pattern UNEXPECTED = Pattern.compile(
            "(?:mismatched input|extraneous input|viable alternative at input|recognition error at:) '(.*?)'");

    private final String text;
    private final Map<String, String> signalsByVariable;
    private final CelRuntime.Program program;
    /** Sorted: the order decides which of several missing signals an explanation names. */
    private final Set<String> signals;

    private CelFormula(String text, Map<String, String> signalsByVariable, CelRuntime.Program program) {
        this.text = text;
        this.signalsByVariable = signalsByVariable;
        this.program = program;
        this.signals = Collections.unmodifiableSet(new TreeSet<>(signalsByVariable.values()));
    }

    /**
     * Compiles an expression.
     *
     * @param signals names that may be used
     * @return null after reporting why it does not compile
     */
    static @Nullable CelFormula compile(String text, Set<String> signals, Report report) {
        if (text.isBlank()) {
            report.at(0, 0, "the expression is empty", "write it like math.ceil(rps / 50)");
            return null;
        }
        Map<String, String> variables = new LinkedHashMap<>();
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.math());
        for (String signal : signals) {
            String variable = signal.replaceAll("[^A-Za-z0-9_]", "_");
            if (variables.put(variable, signal) == null) {
                builder.addVar(variable, SimpleType.DOUBLE);
            }
        }
        CelCompiler compiler = builder.build();
        try {
            CelValidationResult parsed = compiler.parse(text);
            CelAbstractSyntaxTree decimals = inDecimals(parsed.getAst());
            Set<String> used = new LinkedHashSet<>();
            boolean known = identifiers(decimals, variables, used, report);
            if (!known) {
                return null;
            }
            CelAbstractSyntaxTree checked = compiler.check(decimals).getAst();
            CelType type = checked.getResultType();
            if (!NUMBERS.contains(type)) {
                report.at(0, 0, "the expression gives a " + type.name() + ", and a number is expected", "");
                return null;
            }
            Map<String, String> read = new LinkedHashMap<>();
            used.forEach(v -> read.put(v, variables.getOrDefault(v, v)));
            CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                    .addLibraries(CelExtensions.math())
                    .build();
            return new CelFormula(text, read, runtime.createProgram(checked));
        } catch (CelValidationException e) {
            for (CelIssue issue : e.getErrors()) {
                report(issue, report);
            }
            return null;
        } catch (CelEvaluationException e) {
            report.at(0, 0, "the expression cannot be evaluated: " + e.getMessage(), "");
            return null;
        }
    }

    /**
     * Compiles an expression whose names are not known yet: every name in it is a variable.
     *
     * @return null after reporting why it does not compile
     */
    static @Nullable CelFormula open(String text, Report report) {
        Set<String> names = new TreeSet<>();
        try {
            CelAbstractSyntaxTree parsed = CelCompilerFactory.standardCelCompilerBuilder()
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addLibraries(CelExtensions.math())
                    .build()
                    .parse(text)
                    .getAst();
            CelNavigableMutableAst.fromAst(CelMutableAst.fromCelAst(parsed))
                    .getRoot()
                    .allNodes()
                    .filter(n -> n.getKind() == ExprKind.Kind.IDENT)
                    .map(n -> n.expr().ident().name())
                    .filter(n -> !n.equals("math") && !n.startsWith("@"))
                    .forEach(names::add);
        } catch (CelValidationException e) {
            // Compiled without names it fails for the same reason, which is then reported.
            names.clear();
        }
        return compile(text, names, report);
    }

    private static void report(CelIssue issue, Report report) {
        String message = issue.getMessage().strip();
        int newline = message.indexOf('\n');
        message = newline < 0 ? message : message.substring(0, newline);
        message = message.replaceFirst(" \\((candidates:|in container).*", "");
        String mend = "";
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (message.contains("'<EOF>'")) {
            message = "it ends too early";
        } else if (unexpected.find()) {
            message = "'" + unexpected.group(1) + "' does not belong here";
        } else if (message.contains("no matching overload")) {
            mend = "do the types fit? Signals and numbers are decimals; conditions are true or false";
        } else if (message.contains("undeclared reference")) {
            mend = "functions are those of CEL and math.ceil, math.floor, math.round, math.least, math.greatest";
        }
        report.at(
                Math.max(0, issue.getSourceLocation().getLine() - 1),
                Math.max(0, issue.getSourceLocation().getColumn()),
                "the expression does not compile: " + message,
                mend);
    }

    /** The tree with every whole number made a decimal. */
    private static CelAbstractSyntaxTree inDecimals(CelAbstractSyntaxTree parsed) {
        CelMutableAst mutable = CelMutableAst.fromCelAst(parsed);
        List<CelNavigableMutableExpr> numbers = CelNavigableMutableAst.fromAst(mutable)
                .getRoot()
                .allNodes()
                .filter(n -> n.getKind() == ExprKind.Kind.CONSTANT)
                .toList();
        for (CelNavigableMutableExpr n : numbers) {
            CelConstant c = n.expr().constant();
            if (c.getKind() == CelConstant.Kind.INT64_VALUE) {
                n.expr().setConstant(CelConstant.ofValue((double) c.int64Value()));
            } else if (c.getKind() == CelConstant.Kind.UINT64_VALUE) {
                n.expr().setConstant(CelConstant.ofValue(c.uint64Value().doubleValue()));
            }
        }
        return mutable.toParsedAst(true);
    }

    /** Collects the variables used; false after reporting those that are none. */
    private static boolean identifiers(
            CelAbstractSyntaxTree ast, Map<String, String> variables, Set<String> used, Report report) {
        boolean known = true;
        Set<String> own = new LinkedHashSet<>(); // variables of macros such as [..].exists(x, ..)
        List<CelNavigableMutableExpr> nodes = CelNavigableMutableAst.fromAst(CelMutableAst.fromCelAst(ast))
                .getRoot()
                .allNodes()
                .toList();
        for (CelNavigableMutableExpr n : nodes) {
            if (n.getKind() == ExprKind.Kind.COMPREHENSION) {
                own.add(n.expr().comprehension().iterVar());
                own.add(n.expr().comprehension().accuVar());
            }
        }
        for (CelNavigableMutableExpr n : nodes) {
            if (n.getKind() != ExprKind.Kind.IDENT) {
                continue;
            }
            String name = n.expr().ident().name();
            if (variables.containsKey(name)) {
                used.add(name);
            } else if (!own.contains(name) && !name.equals("math")) {
                int offset = Optional.ofNullable(
                                ast.getSource().getPositionsMap().get(n.id()))
                        .orElse(0);
                String before = ast.getSource().getContent().toString().substring(0, offset);
                int line = (int) before.chars().filter(c -> c == '\n').count();
                report.at(
                        line,
                        offset - (before.lastIndexOf('\n') + 1),
                        "no signal '" + name + "' is defined",
                        variables.isEmpty()
                                ? "define it under signals"
                                : Nearest.mend(name, new TreeSet<>(variables.keySet())));
                known = false;
            }
        }
        return known;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Set<String> signals() {
        return signals;
    }

    @Override
    public double evaluate(ToDoubleFunction<String> signal) {
        try {
            Object result = program.eval(variable -> {
                String name = signalsByVariable.get(variable);
                return name == null ? Optional.empty() : Optional.of(signal.applyAsDouble(name));
            });
            return result instanceof Number n ? n.doubleValue() : Double.NaN;
        } catch (CelEvaluationException e) {
            return Double.NaN;
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CelFormula f && text.equals(f.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
