package dev.headroom.spec;

import dev.headroom.engine.model.Formula;
import dev.headroom.engine.policy.Expression;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A formula over the signals; a plain text is the formula that gives replicas. */
final class ExpressionPolicy extends Table<Expression> {

    static final Form<Expression> FORM = new Brief<>(
            CelForm.INSTANCE,
            formula -> new Expression(formula, Double.NaN),
            e -> Double.isNaN(e.target()) ? e.formula() : null,
            new ExpressionPolicy());

    private final Key<Expression, Formula> replicas = optional(
            "replicas",
            CelForm.INSTANCE,
            "Formula that gives the desired replicas.",
            "or value",
            e -> Double.isNaN(e.target()) ? e.formula() : null);
    private final Key<Expression, Formula> value = optional(
            "value",
            CelForm.INSTANCE,
            "Formula that gives a total, to be divided by the target.",
            "or replicas",
            e -> Double.isNaN(e.target()) ? null : e.formula());
    private final Key<Expression, Double> target = optional(
            "target",
            Values.POSITIVE,
            "How much of the value each replica carries.",
            "none",
            e -> Double.isNaN(e.target()) ? null : e.target());

    private ExpressionPolicy() {
        super(
                "policy-expression",
                "A formula in CEL over the workload's signals in base units (shares from 0 to 1, seconds, per second). "
                        + "All numbers are decimals.");
    }

    @Override
    @Nullable
    Expression build(Fields f) {
        Formula count = f.find(replicas);
        Formula total = f.find(value);
        if ((count == null) == (total == null)) {
            f.table()
                    .errorAtName(
                            count == null
                                    ? "neither 'replicas' nor 'value' is given"
                                    : "both 'replicas' and 'value' are given",
                            "write one of them");
            return null;
        }
        Double per = f.find(target);
        if (total != null && per == null) {
            f.table().errorAtName("'value' has no target to be compared with", "add target: 10");
            return null;
        }
        if (count != null && per != null) {
            f.at(target).error("'replicas' needs no target", "write value instead of replicas, or leave target out");
            return null;
        }
        Formula formula = count != null ? count : total;
        return formula == null ? null : new Expression(formula, per == null ? Double.NaN : per);
    }

    /** A CEL expression over the signals of the workload. */
    private static final class CelForm extends Form<Formula> {
        static final CelForm INSTANCE = new CelForm();

        @Override
        @Nullable
        Formula read(Cursor at) {
            if (at.text(noun()) == null) {
                return null;
            }
            return CelFormula.compile(at.raw(), at.reading().signalNames(), at::errorInside);
        }

        @Override
        Object write(Formula formula, Writing to) {
            return formula.text();
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("type", java.util.List.of("string", "number"));
        }

        @Override
        String kind() {
            return "CEL expression";
        }

        @Override
        String noun() {
            return "an expression";
        }
    }
}
