package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How to print the results. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        Duration every = duration("--interval", interval);
        Duration measured = duration("--for", span);
        if (workloads < 1 || workloads > 100_000) {
            throw new Refusal("--workloads must be from 1 to 100000, not " + workloads);
        }
        if (format == Format.CSV) {
            throw new Refusal("the result is a table or JSON; write -o table or -o json");
        }
        if (!here) {
            return elsewhere();
        }
        Path folder = Files.createTempDirectory("headroom-bench");
        try {
            Map<String, Object> found = ControllerLoad.measure(workloads, every, measured, folder);
            PrintWriter out = command.commandLine().getOut();
            if (format == Format.JSON) {
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
            delete(folder);
        }
        return ExitCode.OK;
    }

    private static Duration duration(String option, String text) {
        Duration d = dev.headroom.spec.Durations.parse(text)
                .orElseThrow(() -> new Refusal(option + " must be a duration such as 15s or 1m, not '" + text + "'"));
        if (d.compareTo(Duration.ofSeconds(1)) < 0 || d.compareTo(LONGEST) > 0) {
            throw new Refusal(option + " must be from 1s to 1h, not " + text);
        }
        return d;
    }

    /** The same in a process of its own, whose heap is bounded. */
    private int elsewhere() throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
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
                format == Format.JSON ? "json" : "table"));
        Process child = new ProcessBuilder(words).inheritIO().start();
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
