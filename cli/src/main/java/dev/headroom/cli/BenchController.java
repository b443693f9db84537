package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many workloads one controller carries. */
@Command(
        name = "controller",
        description =
                "Runs a controller with many workloads in real time, with sources and targets in memory and a SQLite"
                        + " store, in a process of its own with a heap of 1 GiB, and measures how late its turns begin and"
                        + " how long they take.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom bench controller --workloads 10000",
            "  headroom bench controller --workloads 500 --interval 5s --for 10s -o json",
            "",
            "The first interval, in which all workloads begin, is left out of the figures."
        })
final class BenchController implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Duration LONGEST = Duration.ofHours(1);

    @Option(
            names = "--workloads",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many workloads. Default: ${DEFAULT-VALUE}.")
    private int workloads = 1000;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "15s",
            description = "Time from one turn of a workload to the next. Default: ${DEFAULT-VALUE}.")
    private String interval = "15s";

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "How long is measured. Default: ${DEFAULT-VALUE}.")
    private String span = "60s";

    @Option(names = "--here", hidden = true, description = "In this process.")
    private boolean here;

    @Mixin
    private final TableOrJson output = new TableOrJson();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        Duration every = BenchGround.span("--interval", interval, LONGEST);
        Duration measured = BenchGround.span("--for", span, LONGEST);
        if (workloads < 1 || workloads > 100_000) {
            throw new Refusal("--workloads must be from 1 to 100000, not " + workloads);
        }
        if (!here) {
            return elsewhere();
        }
        Path folder = Files.createTempDirectory("headroom-bench");
        try {
            Map<String, Object> found = ControllerLoad.measure(workloads, every, measured, folder);
            PrintWriter out = command.commandLine().getOut();
            if (output.json()) {
                out.println(json(found));
            } else {
                found.forEach((name, value) -> out.printf(
                        Locale.ROOT,
                        "%-28s %s%n",
                        name.replace('_', ' '),
                        value instanceof Double d ? String.format(Locale.ROOT, "%.1f", d) : value));
            }
            out.flush();
        } finally {
            BenchGround.remove(folder);
        }
        return ExitCode.OK;
    }

    /** The same in a process of its own, whose heap is bounded. */
    private int elsewhere() throws IOException, InterruptedException {
        Process child = OwnProcess.of(
                        List.of("-Xmx1g"),
                        List.of(
                                "bench",
                                "controller",
                                "--here",
                                "--workloads",
                                Integer.toString(workloads),
                                "--interval",
                                interval,
                                "--for",
                                span,
                                "-o",
                                output.json() ? "json" : "table"))
                .inheritIO()
                .start();
        Thread hook = new Thread(child::destroy);
        Runtime.getRuntime().addShutdownHook(hook);
        int status = child.waitFor();
        Runtime.getRuntime().removeShutdownHook(hook);
        return status;
    }

    private static String json(Map<String, Object> found) {
        try {
            return JSON.writeValueAsString(found);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of numbers and strings are always JSON", e);
        }
    }
}
