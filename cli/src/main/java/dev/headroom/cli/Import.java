package dev.headroom.cli;

import dev.headroom.interop.Fact;
import dev.headroom.interop.Imported;
import dev.headroom.interop.Importers;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Problem;
import dev.headroom.spec.SpecReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Reads what another system is told into a spec. */
@Command(
        name = "import",
        description =
                "Reads what another system is told into a spec, with comments that say what came from where and what"
                        + " needs an answer.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom import hpa my-hpa.yaml",
            "  headroom import keda scaledobject.yaml --boot 60s --price \"0.05 USD/h\" -o headroom.yaml",
            "  kubectl get hpa -A -o yaml > all.yaml && headroom import hpa all.yaml",
            "",
            "headroom simulate --import backtests such a file at once."
        })
final class Import implements Callable<Integer> {

    /** The words of the formats, for completion and help. */
    static final class Formats extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Formats() {
            super(Importers.formats());
        }
    }

    /** What -o takes in other commands. */
    private static final Set<String> SHAPES = Set.of("json", "yaml", "text", "table", "csv");

    @Parameters(
            index = "0",
            paramLabel = "FORMAT",
            completionCandidates = Formats.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String format;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "What the other system is told.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final FactOptions facts = new FactOptions();

    @Option(
            names = {"-d", "--destination", "-o", "--output"},
            paramLabel = "FILE",
            description = "Write the spec, in YAML, there instead of to standard output.")
    private @Nullable Path output;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (output != null) {
            if (SHAPES.contains(output.toString())) {
                throw new ParameterException(
                        command.commandLine(),
                        "a spec is written in YAML alone, and -o names its file; for a file of the name '" + output
                                + "' write ./" + output);
            }
            Output.check(output);
        }
        Imported imported = ImportFiles.read(format, files, err);
        Map<Fact, String> given = facts.given();
        String text = imported.spec(given);
        Loaded loaded = SpecReader.read(output == null ? "the spec" : output.toString(), text);
        for (Problem p : loaded.problems()) {
            err.println(p.render());
        }
        if (output == null) {
            out.print(text);
            out.flush();
        } else {
            Output.write(output, text);
            err.println("wrote " + output);
        }
        List<Fact> missing = imported.missing(given);
        if (!missing.isEmpty()) {
            err.println("a simulation also needs: "
                    + String.join(", ", missing.stream().map(Fact::what).toList()));
        }
        if (loaded.spec() == null) {
            throw new Refusal("the spec is not valid yet, as shown above");
        }
        return CommandLine.ExitCode.OK;
    }
}
