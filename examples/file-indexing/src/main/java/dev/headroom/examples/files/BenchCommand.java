package dev.headroom.examples.files;

import dev.headroom.report.Axis;
import dev.headroom.report.Chart;
import dev.headroom.report.ChartImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A worker that does one thing at a time beside the runtime, on the same real files. */
@Command(
        name = "bench",
        description =
                "Indexes the same files with a worker that does one thing at a time, and then with what the runtime adds,"
                        + " one after the other: a real queue, real OCR, a real index. The share of a step is its part"
                        + " of the logarithm of the whole gain. Stages that only wait: ./headroom bench worker.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final int WARM = 10;
    private static final double HOUR = 3600;

    @Option(names = "--files", defaultValue = "100", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int files;

    @Option(names = "--lines", defaultValue = "8", description = "Lines a page, of 7 words. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description = "Do all of it so often, and take the median of each. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--plots", paramLabel = "DIR", description = "Draw the results there as worker-ocr.svg and .png.")
    private @Nullable Path plots;

    @Override
    public Integer call() throws Exception {
        if (files < WARM || lines < 1 || rounds < 1) {
            throw new IllegalArgumentException("--files is " + WARM
                    + " or more, --lines and --rounds are 1 or more, not " + files + ", " + lines + " and " + rounds);
        }
        if (plots != null) {
            Files.createDirectories(plots);
        }
        Path work = Files.createTempDirectory("file-indexing-bench-");
        Map<Bench.Step, Bench.Took> medians = new LinkedHashMap<>();
        try (Ocr ocr = new Ocr(Ocr.needLanguageData())) {
            Path folder = work.resolve("files");
            List<String> names =
                    List.copyOf(Corpus.make(folder, files, lines, 1).keySet());
            Files.createDirectories(work.resolve("queue"));
            try (QueueServer server = new QueueServer(0, work.resolve("queue/messages"));
                    Queues queues = new Queues(server.endpoint())) {
                Bench bench = new Bench(new Folder(folder, 100L << 20), ocr, queues.queue(), names, work);
                bench.warm(WARM);
                Map<Bench.Step, List<Bench.Took>> all = new LinkedHashMap<>();
                for (int round = 0; round < rounds; round++) {
                    for (Bench.Step step : Bench.Step.values()) {
                        Bench.Took took = bench.run(step);
                        all.computeIfAbsent(step, s -> new ArrayList<>()).add(took);
                        System.err.printf(
                                Locale.ROOT,
                                "%s: %.1f s, %.1f s of processors%n",
                                step.text(),
                                took.seconds(),
                                took.processor());
                    }
                }
                all.forEach((step, some) -> medians.put(
                        step, new Bench.Took(median(some, Bench.Took::seconds), median(some, Bench.Took::processor))));
            }
        } finally {
            Trees.delete(work);
        }
        table(medians);
        if (plots != null) {
            plot(medians, plots);
        }
        return 0;
    }

    private static double median(List<Bench.Took> some, ToDoubleFunction<Bench.Took> part) {
        double[] sorted = some.stream().mapToDouble(part).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private void table(Map<Bench.Step, Bench.Took> medians) {
        List<Bench.Took> all = List.copyOf(medians.values());
        double naive = all.get(0).seconds();
        double whole = all.get(all.size() - 1).seconds();
        System.out.printf(
                Locale.ROOT,
                "%d files, %d processors%n%-34s %8s %11s %12s %8s %17s%n",
                files,
                Runtime.getRuntime().availableProcessors(),
                "real OCR",
                "seconds",
                "processors",
                "files/hour",
                "× naive",
                "share of the gain");
        double last = naive;
        for (Map.Entry<Bench.Step, Bench.Took> one : medians.entrySet()) {
            double took = one.getValue().seconds();
            double share = naive == whole ? 0 : Math.log(last / took) / Math.log(naive / whole);
            System.out.printf(
                    Locale.ROOT,
                    "%-34s %8.1f %9.1f s %,12.0f %8.2f %15.0f %%%n",
                    one.getKey().text(),
                    took,
                    one.getValue().processor(),
                    files / took * HOUR,
                    naive / took,
                    share * 100);
            last = took;
        }
    }

    private void plot(Map<Bench.Step, Bench.Took> medians, Path to) throws IOException {
        List<String> names = new ArrayList<>();
        medians.keySet().forEach(step -> names.add(step.text()));
        Chart chart = Chart.titled("Files an hour of one worker, real OCR, "
                        + Runtime.getRuntime().availableProcessors() + " processors")
                .x(Axis.categories(names))
                .y(Axis.number("files an hour"))
                .bar(
                        files + " files",
                        medians.values().stream()
                                .mapToDouble(took -> files / took.seconds() * HOUR)
                                .toArray());
        Files.write(to.resolve("worker-ocr.svg"), ChartImage.svg(chart).getBytes(StandardCharsets.UTF_8));
        Files.write(to.resolve("worker-ocr.png"), ChartImage.png(chart));
        System.err.println("plots: " + to.resolve("worker-ocr.svg") + ", " + to.resolve("worker-ocr.png"));
    }
}
