package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.cli.Contest.Score;
import dev.headroom.cli.Contest.Standing;
import dev.headroom.cli.Contest.Task;
import dev.headroom.forecast.Calibrated;
import dev.headroom.forecast.Ensemble;
import dev.headroom.forecast.Forecaster;
import dev.headroom.forecast.Method;
import dev.headroom.forecast.Series;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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

/** Forecast accuracy over many series, by the measures of the M4 competition. */
@Command(
        name = "forecast",
        description =
                "Forecasts every series of a file and scores what comes of it as the M4 competition does: sMAPE, MASE,"
                        + " OWA against Naive2, MSIS, coverage.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom bench forecast --train hourly-train.csv.gz --test hourly-test.csv",
            "  headroom bench forecast --train hourly-train.csv.gz --holdout 48 --sample 50",
            "  headroom bench forecast --train hourly-train.csv.gz --holdout 48 --skip 96 -o json",
            "",
            "Files are in the M4 format, compressed or not: a header, then a line a series, its id and its hourly"
                    + " values.",
            "Without --test the last values of each training series are held out and forecast."
        })
final class BenchForecast implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(names = "--train", required = true, paramLabel = "FILE", description = "Series to learn from.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path train;

    @Option(
            names = "--test",
            paramLabel = "FILE",
            description = "What came after, by the same ids. Default: the last values of the training series.")
    private @Nullable Path test;

    @Option(
            names = "--holdout",
            paramLabel = "N",
            defaultValue = "48",
            description = "Values to hold out and forecast without --test. Default: ${DEFAULT-VALUE}.")
    private int holdout = 48;

    @Option(
            names = "--skip",
            paramLabel = "N",
            defaultValue = "0",
            description = "Leave out the last values of each training series first, for an earlier origin. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int skip;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Take only so many series, evenly spread over the file. Default: all.")
    private @Nullable Integer sample;

    @Option(
            names = "--methods",
            paramLabel = "all|ensemble",
            defaultValue = "all",
            description = "Whether to score each method on its own too. Default: ${DEFAULT-VALUE}.")
    private Methods methods = Methods.ALL;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|csv",
            defaultValue = "table",
            description = "How to print the results. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    /** What is scored. */
    enum Methods {
        ALL,
        ENSEMBLE
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (holdout < 1 || skip < 0 || (sample != null && sample < 1)) {
            throw Refusal.ofUsage("--holdout and --sample are 1 or more, --skip is 0 or more");
        }
        List<Task> tasks = sampled(tasks(err));
        List<Forecaster> forecasters = new ArrayList<>();
        forecasters.add(Ensemble.full());
        if (methods == Methods.ALL) {
            forecasters.add(Ensemble.fast());
            for (Method method : Ensemble.everyMethod()) {
                forecasters.add(new Calibrated(method));
            }
        }
        long begin = System.nanoTime();
        List<List<Score>> played = Parallel.withBar(
                "forecasting",
                tasks.size(),
                err,
                steps -> Parallel.each(tasks, t -> {
                    List<Score> scores = Contest.play(t, forecasters);
                    steps.accept(1);
                    return scores;
                }));
        double elapsed = (System.nanoTime() - begin) / 1e9;
        Map<String, Standing> standings = Contest.standings(played);
        long constant =
                played.stream().filter(s -> Double.isNaN(s.get(0).mase())).count();
        if (constant > 0) {
            err.println(constant + " series never differ from the day before: they count for sMAPE and coverage only");
        }
        switch (format) {
            case JSON -> out.println(json(standings, tasks.size(), elapsed));
            case CSV -> csv(standings, out);
            case TABLE -> table(standings, tasks.size(), elapsed, out);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private List<Task> tasks(PrintWriter err) {
        Map<String, double[]> known = SeriesFile.read(train);
        List<Task> tasks = new ArrayList<>();
        if (test == null) {
            known.forEach((id, y) -> {
                int end = y.length - skip;
                if (end - holdout >= 1) {
                    tasks.add(task(id, Arrays.copyOf(y, end - holdout), Arrays.copyOfRange(y, end - holdout, end)));
                } else {
                    err.println("left out: series '" + id + "' has only " + y.length + " values");
                }
            });
            if (tasks.isEmpty()) {
                throw new Refusal(train + ": no series is longer than the " + (holdout + skip) + " values held out");
            }
            return tasks;
        }
        Map<String, double[]> came = SeriesFile.read(test);
        if (known.keySet().stream().noneMatch(came::containsKey) && known.size() == came.size()) {
            err.println("no id of " + train + " is in " + test + ": series are matched in the order of their lines");
            List<double[]> inOrder = new ArrayList<>(came.values());
            known.forEach((id, y) -> tasks.add(task(id, y, inOrder.get(tasks.size()))));
            return tasks;
        }
        known.forEach((id, y) -> {
            double[] after = came.get(id);
            if (after != null) {
                tasks.add(task(id, y, after));
            }
        });
        if (tasks.isEmpty()) {
            throw new Refusal(test + ": has none of the series of " + train + ", such as "
                    + SeriesFile.missing(known, came) + "; the first column of both must name the same series");
        }
        if (tasks.size() < known.size()) {
            err.println("left out: " + (known.size() - tasks.size()) + " series that are not in " + test + ", such as "
                    + SeriesFile.missing(known, came));
        }
        return tasks;
    }

    private static Task task(String id, double[] history, double[] came) {
        // The format has no times: each series begins at the same one.
        return new Task(id, new Series(Instant.EPOCH, Duration.ofHours(1), history), came);
    }

    private List<Task> sampled(List<Task> all) {
        if (sample == null || sample >= all.size()) {
            return all;
        }
        List<Task> some = new ArrayList<>();
        for (int i = 0; i < sample; i++) {
            some.add(all.get((int) ((long) i * all.size() / sample)));
        }
        return some;
    }

    private static @Nullable Double rounded(double v, int digits) {
        double ten = Math.pow(10, digits);
        return Double.isFinite(v) ? Math.round(v * ten) / ten : null;
    }

    private static Map<String, Object> fields(Standing s) {
        Map<String, Object> f = new LinkedHashMap<>();
        put(f, "smape", rounded(s.smape(), 3));
        put(f, "mase", rounded(s.mase(), 4));
        put(f, "owa", rounded(s.owa(), 4));
        put(f, "msis", rounded(s.msis(), 3));
        put(f, "coverage95", rounded(s.coverage(), 4));
        put(f, "secondsPerSeries", rounded(s.seconds(), 4));
        return f;
    }

    @SuppressWarnings("NullAway") // a JSON object holds null for what is not known
    private static void put(Map<String, Object> fields, String name, @Nullable Double value) {
        fields.put(name, value);
    }

    private static String json(Map<String, Standing> standings, int series, double elapsed)
            throws JsonProcessingException {
        Map<String, Object> f = fields(first(standings));
        f.put("series", series);
        put(f, "secondsInAll", rounded(elapsed, 1));
        Map<String, Object> each = new LinkedHashMap<>();
        standings.forEach((method, s) -> each.put(method, fields(s)));
        f.put("perMethod", each);
        return JSON.writeValueAsString(f);
    }

    /** The ensemble's, which comes first after the yardstick. */
    private static Standing first(Map<String, Standing> standings) {
        return standings.entrySet().stream()
                .filter(e -> !e.getKey().equals(Contest.NAIVE2))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static void csv(Map<String, Standing> standings, PrintWriter out) {
        out.println("method,smape,mase,owa,msis,coverage95,secondsPerSeries");
        standings.forEach((method, s) -> {
            StringBuilder line = new StringBuilder(method);
            fields(s).values().forEach(v -> line.append(',').append(v == null ? "" : v));
            out.println(line);
        });
    }

    private static void table(Map<String, Standing> standings, int series, double elapsed, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-18s %8s %8s %8s %8s %10s %10s%n",
                "method",
                "sMAPE",
                "MASE",
                "OWA",
                "MSIS",
                "in 95 %",
                "ms/series");
        standings.entrySet().stream()
                .sorted((a, b) ->
                        Double.compare(a.getValue().owa(), b.getValue().owa()))
                .forEach(e -> {
                    Standing s = e.getValue();
                    out.printf(
                            Locale.ROOT,
                            "%-18s %8.3f %8.3f %8.4f %8s %10s %10.1f%n",
                            e.getKey(),
                            s.smape(),
                            s.mase(),
                            s.owa(),
                            Double.isNaN(s.msis()) ? "–" : String.format(Locale.ROOT, "%.2f", s.msis()),
                            Double.isNaN(s.coverage())
                                    ? "–"
                                    : String.format(Locale.ROOT, "%.1f %%", 100 * s.coverage()),
                            1000 * s.seconds());
                });
        out.printf(
                Locale.ROOT,
                "%d series in %.1f s. OWA is against naive2, the competition's yardstick.%n",
                series,
                elapsed);
    }
}
