package dev.headroom.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Shows the main job on the quickstart: checks its spec, simulates a week of it beside its peers, writes the report. */
@Command(
        name = "demo",
        description =
                "Validates the quickstart's spec, replays its week of traffic beside the Kubernetes HPA, AWS and the best that was"
                        + " possible, prints the comparison and writes the report.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  headroom demo", "  headroom demo --report /tmp/quickstart.html"})
final class Demo implements Callable<Integer> {

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "headroom-demo.html",
            description = "Where to write the report. Default: ${DEFAULT-VALUE}.")
    private Path report = Path.of("headroom-demo.html");

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        Path example = quickstart();
        PrintWriter out = command.commandLine().getOut();
        String spec = example.resolve("headroom.yaml").toString();
        int valid = run(out, "validate", spec);
        if (valid != CommandLine.ExitCode.OK) {
            return valid;
        }
        return run(
                out,
                "simulate",
                spec,
                "--trace",
                example.resolve("trace.csv.gz").toString(),
                "--compare",
                "hpa,kpa,keda,aws-target,aws-step,fixed,clairvoyant",
                "--report",
                report.toString());
    }

    private int run(PrintWriter out, String... args) {
        out.println("$ headroom " + String.join(" ", args));
        out.flush();
        int code = command.root().commandLine().execute(args);
        out.println();
        out.flush();
        return code;
    }

    private static Path quickstart() {
        @Nullable String root = System.getProperty("headroom.root");
        Path example = Path.of(root == null ? "." : root, "examples", "quickstart");
        if (!Files.isDirectory(example)) {
            throw new Refusal("the quickstart is not here ("
                    + example.toAbsolutePath().normalize() + "); run the demo from a clone of the project");
        }
        Path here = Path.of("").toAbsolutePath();
        Path full = example.toAbsolutePath().normalize();
        return full.startsWith(here) ? here.relativize(full) : full;
    }
}
