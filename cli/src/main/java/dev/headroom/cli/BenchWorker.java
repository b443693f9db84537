package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.report.Axis;
import dev.headroom.report.Chart;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The worker's runtime beside a worker that does one thing at a time. */
@Command(
        name = "worker",
        description =
                "Runs the same files through a worker that does one thing at a time, and then with what the worker's"
                        + " runtime adds, one after the other: batches, parallel stages, bulk writing, acknowledging"
                        + " beside the work. The stages are waits as long as those of a real pipeline: receive 0.5 s a"
                        + " call, download 1.8 s, OCR 4.2 s, embedding 2.5 s, conversion 3 s, index 0.3 s a request and"
                        + " 0.02 s a document, acknowledge 0.3 s a call.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom bench worker                       two minutes",
            "  headroom bench worker --cores 0             OCR and conversion by a remote service: waits only",
            "  headroom bench worker --files 1000 --speed 200 --plots plots -o json",
            "",
            "With --cores 4 OCR and conversion need one of 4 processors, as on the machine that the times are of. Real"
                    + " files with a real OCR: ./headroom example file-indexing bench."
        })
final class BenchWorker implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(names = "--files", defaultValue = "200", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int files = 200;

    @Option(
            names = "--speed",
            defaultValue = "50",
            description = "Waits are so many times shorter than they say. Default: ${DEFAULT-VALUE}.")
    private double speed = 50;

    @Option(
            names = "--cores",
            split = ",",
            defaultValue = "0,4",
            description =
                    "Processors for OCR and conversion; 0 for as many as it takes. Several are run one after the other."
                            + " Default: ${DEFAULT-VALUE}.")
    private List<Integer> cores = List.of(0, 4);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|csv",
            defaultValue = "table",
            description = "How to print the results. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @Option(names = "--plots", paramLabel = "DIR", description = "Draw the results as SVG and PNG there.")
    private @Nullable Path plots;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    /** What one step came to. */
    private record Line(int cores, WorkerReplay.Step step, double filesAnHour, double timesNaive, double share) {}

    @Override
    public Integer call() throws Exception {
        if (files < 1 || files > 1_000_000 || !(speed >= 1 && speed <= 10_000)) {
            throw Refusal.ofUsage("--files is 1 to 1000000 and --speed 1 to 10000, not " + files + " and " + speed);
        }
        if (cores.isEmpty() || cores.stream().anyMatch(c -> c < 0 || c > 1000)) {
            throw Refusal.ofUsage("--cores is a list of 0 to 1000, not " + cores);
        }
        if (plots != null) {
            Plots.check(plots);
        }
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        List<Line> lines = new ArrayList<>();
        Map<WorkerReplay.Step, Double> oneThread = new LinkedHashMap<>();
        for (int some : cores) {
            Map<WorkerReplay.Step, Double> rates = new LinkedHashMap<>();
            for (WorkerReplay.Step step : WorkerReplay.Step.values()) {
                Double known = oneThread.get(step);
                if (known == null) {
                    known = new WorkerReplay(files, speed, some).run(step);
                    err.printf(Locale.ROOT, "%s%s: %.0f files an hour%n", step.text(), with(some), known);
                    err.flush();
                }
                rates.put(step, known);
                if (step.oneThread()) {
                    oneThread.put(step, known); // needs no more than one processor
                }
            }
            lines.addAll(lines(some, rates));
        }
        switch (format) {
            case JSON -> out.println(json(lines));
            case CSV -> csv(lines, out);
            case TABLE -> table(lines, out);
        }
        out.flush();
        if (plots != null) {
            Plots.write(plots, Map.of("worker", chart(lines)), err);
        }
        return CommandLine.ExitCode.OK;
    }

    /** The share of a step is its part of the logarithm of the whole gain, so that the shares of all add up to one. */
    private static List<Line> lines(int cores, Map<WorkerReplay.Step, Double> rates) {
        double naive = rates.values().iterator().next();
        double last = naive;
        double all = 1;
        for (double rate : rates.values()) {
            all = rate / naive;
        }
        List<Line> lines = new ArrayList<>();
        for (Map.Entry<WorkerReplay.Step, Double> one : rates.entrySet()) {
            double share = all == 1 ? 0 : Math.log(one.getValue() / last) / Math.log(all);
            lines.add(new Line(cores, one.getKey(), one.getValue(), one.getValue() / naive, share));
            last = one.getValue();
        }
        return lines;
    }

    private static String with(int cores) {
        return cores == 0 ? ", waits only" : ", " + cores + " cores";
    }

    private void table(List<Line> lines, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%d files, waits %s times shorter, one worker%n",
                files,
                speed == Math.rint(speed) ? String.valueOf((long) speed) : String.valueOf(speed));
        int before = -1;
        for (Line line : lines) {
            if (line.cores != before) {
                out.printf(
                        Locale.ROOT,
                        "%n%-34s %12s %8s %16s%n",
                        line.cores == 0 ? "waits only" : line.cores + " cores for OCR and conversion",
                        "files/hour",
                        "× naive",
                        "share of the gain");
                before = line.cores;
            }
            out.printf(
                    Locale.ROOT,
                    "%-34s %,12.0f %8.1f %15d %%%n",
                    line.step.text(),
                    line.filesAnHour,
                    line.timesNaive,
                    Math.round(line.share * 100));
        }
    }

    private static void csv(List<Line> lines, PrintWriter out) {
        out.println("cores,step,files_per_hour,times_naive,share");
        for (Line line : lines) {
            out.printf(
                    Locale.ROOT,
                    "%d,%s,%.1f,%.3f,%.4f%n",
                    line.cores,
                    line.step.key(),
                    line.filesAnHour,
                    line.timesNaive,
                    line.share);
        }
    }

    private String json(List<Line> lines) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        root.put("files", files);
        root.put("speed", speed);
        ArrayNode steps = root.putArray("steps");
        for (Line line : lines) {
            steps.addObject()
                    .put("cores", line.cores)
                    .put("step", line.step.key())
                    .put("filesPerHour", line.filesAnHour)
                    .put("timesNaive", line.timesNaive)
                    .put("share", line.share);
        }
        return JSON.writeValueAsString(root);
    }

    private Chart chart(List<Line> lines) {
        List<String> names = new ArrayList<>();
        for (WorkerReplay.Step step : WorkerReplay.Step.values()) {
            names.add(step.text());
        }
        Chart chart = Chart.titled("Files an hour of one worker")
                .x(Axis.categories(names))
                .y(Axis.number("files an hour"));
        for (int some : cores) {
            chart = chart.bar(
                    some == 0 ? "waits only" : some + " cores",
                    lines.stream()
                            .filter(line -> line.cores == some)
                            .mapToDouble(Line::filesAnHour)
                            .toArray());
        }
        return chart;
    }
}
