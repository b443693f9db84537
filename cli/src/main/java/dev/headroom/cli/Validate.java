package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Problem;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a spec and prints every problem at once. */
@Command(
        name = "validate",
        description = "Checks a spec and prints every problem with its place, its cause and what would be right.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  headroom validate headroom.yaml", "  headroom validate headroom.yaml -o json"})
final class Validate implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Shapes of the answer. */
    enum Shape {
        TEXT,
        JSON
    }

    @Parameters(paramLabel = "SPEC", description = "The spec, such as headroom.yaml.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to print the answer. Default: ${DEFAULT-VALUE}.")
    private Shape shape = Shape.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws JsonProcessingException {
        Loaded loaded = Plans.checked(SpecReader.read(file), file);
        PrintWriter out = command.commandLine().getOut();
        if (shape == Shape.JSON) {
            out.println(JSON.writeValueAsString(Map.of(
                    "valid",
                    loaded.spec() != null,
                    "problems",
                    loaded.problems().stream().map(Validate::fields).toList())));
        } else {
            for (Problem p : loaded.problems()) {
                command.commandLine().getErr().println(p.render());
            }
            if (loaded.spec() != null) {
                out.println(file + ": valid");
                for (WorkloadSpec w : loaded.spec().workloads().values()) {
                    out.println("  " + summary(w));
                }
            }
        }
        return loaded.spec() == null ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private static String summary(WorkloadSpec w) {
        var bounds = w.workload().guardrails().bounds();
        return w.workload().name() + ": " + w.target().type() + ", " + bounds.min() + " to " + bounds.max()
                + " replicas, "
                + String.join(
                        ", ",
                        w.workload().policies().stream()
                                .map(p -> p.policy().label())
                                .toList());
    }

    private static Map<String, Object> fields(Problem p) {
        Map<String, Object> f = new LinkedHashMap<>();
        f.put("severity", p.severity().name().toLowerCase(Locale.ROOT));
        f.put("file", p.file());
        f.put("line", p.line());
        f.put("column", p.column());
        f.put("path", p.path());
        f.put("message", p.message());
        f.put("mend", p.mend());
        return f;
    }
}
