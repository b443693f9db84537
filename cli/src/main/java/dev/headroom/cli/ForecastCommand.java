package dev.headroom.cli;

import dev.headroom.forecast.Ensemble;
import dev.headroom.forecast.Fitted;
import dev.headroom.forecast.Forecaster;
import dev.headroom.forecast.Occasion;
import dev.headroom.forecast.Occasions;
import dev.headroom.forecast.Series;
import dev.headroom.forecast.history.History;
import dev.headroom.forecast.history.HistoryReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forecasts a trace. */
@Command(
        name = "forecast",
        description =
                "Forecasts recorded traffic: quantiles for each step ahead, by the methods that did best on the history"
                        + " itself, and how far they were off there.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom forecast traffic.csv.gz --horizon 48",
            "  headroom forecast traffic.csv --step 1h --horizon 7d --quantiles 0.5,0.9,0.99 -o csv",
            "  headroom forecast traffic.csv --horizon 48h --events events.csv --report forecast.html",
            "  headroom forecast http://localhost:9090 --query 'sum(rate(requests_total[5m]))' --step 1h",
            "",
            "The step and the daily and weekly cycles are found in the file. An events file has the columns"
                    + " name,start,end:",
            "known events and holidays, past and to come; those of the same name are taken to be alike."
        })
final class ForecastCommand implements Callable<Integer> {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(s|m|h|d|w)");
    private static final int MOST_STEPS = 20_000;

    /** How much trouble to take. */
    enum Effort {
        FULL,
        FAST
    }

    @Parameters(
            paramLabel = "HISTORY",
            description = "Recorded traffic: a file as for analyze, a .yaml file that describes it, or the address of a"
                    + " Prometheus (with --query).")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String source;

    @Option(
            names = "--horizon",
            paramLabel = "N",
            defaultValue = "48",
            description = "How far ahead: steps, or a span such as 48h or 7d. Default: ${DEFAULT-VALUE}.")
    private String horizon = "48";

    @Option(
            names = "--quantiles",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "0.025,0.1,0.5,0.9,0.975",
            description = "Quantile levels between 0 and 1. Default: ${DEFAULT-VALUE}.")
    private List<Double> quantiles = List.of(0.025, 0.1, 0.5, 0.9, 0.975);

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "The column to forecast. Default: by well-known names, else the first with numbers.")
    private @Nullable String column;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Use the history from here on, such as 2026-01-07 or 2026-01-07T12:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Use the history up to here; the forecast begins there.")
    private @Nullable String to;

    @Option(
            names = "--step",
            paramLabel = "SPAN",
            description =
                    "Length of a step, such as 1h: a file with shorter ones is summed up, an address is asked for it."
                            + " Default: the file's own; of an address, 5m.")
    private @Nullable String step;

    @Option(
            names = "--query",
            paramLabel = "PROMQL",
            description = "With an address: what to ask. 28 days if no --from.")
    private @Nullable String query;

    @Option(
            names = {"--zone", "--timezone"},
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "Of times without one, and of the output. Default: ${DEFAULT-VALUE}.")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(names = "--events", paramLabel = "FILE", description = "Known events and holidays: name,start,end.")
    private @Nullable Path events;

    @Option(
            names = "--effort",
            paramLabel = "full|fast",
            defaultValue = "full",
            description = "All methods, or the few that take milliseconds. Default: ${DEFAULT-VALUE}.")
    private Effort effort = Effort.FULL;

    @Option(names = "--report", paramLabel = "FILE", description = "Write a self-contained HTML page with a plot.")
    private @Nullable Path report;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|csv",
            defaultValue = "table",
            description = "How to print the forecast. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        double[] levels = levels();
        if (report != null) {
            Output.check(report);
        }
        List<String> notes = new ArrayList<>();
        Series history = history(notes, err);
        int steps = steps(history.step());
        Forecaster forecaster = effort == Effort.FAST ? Ensemble.fast() : Ensemble.full();
        if (events != null) {
            List<Occasion> known = EventsFile.read(events, zone);
            notes.addAll(EventsFile.notes(known, history, steps));
            forecaster = new Occasions(forecaster, known);
        }
        Fitted fitted = forecaster.fit(history, steps);
        double[][] values = fitted.quantiles(history, steps, levels);
        ForecastOutput.Outcome outcome =
                new ForecastOutput.Outcome(name(), history, zone, fitted, levels, values, notes);
        switch (format) {
            case JSON -> out.println(ForecastOutput.json(outcome));
            case CSV -> ForecastOutput.csv(outcome, out);
            case TABLE -> ForecastOutput.table(outcome, out);
        }
        out.flush();
        if (format != Format.TABLE) {
            notes.forEach(note -> err.println(source + ": " + note));
        }
        if (report != null) {
            Output.write(report, ForecastPage.html(outcome, fitted.quantiles(history, steps, ForecastPage.LEVELS)));
            err.println("report: " + report);
        }
        return CommandLine.ExitCode.OK;
    }

    private String name() {
        return PrometheusRange.isUrl(source)
                ? source
                : String.valueOf(Path.of(source).getFileName());
    }

    private double[] levels() {
        double[] levels = quantiles.stream()
                .mapToDouble(Double::doubleValue)
                .distinct()
                .sorted()
                .toArray();
        for (double level : levels) {
            if (!(level > 0 && level < 1)) {
                throw Refusal.ofUsage("--quantiles: " + level
                        + " is not between 0 and 1; 0.9 is what nine of ten values stay" + " below");
            }
        }
        return levels;
    }

    private Series history(List<String> notes, PrintWriter err) {
        Instant begin = from == null ? null : Traces.instant("--from", from, zone);
        Instant end = to == null ? null : Traces.instant("--to", to, zone);
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw Refusal.ofUsage("--from " + from + " is not before --to " + to);
        }
        boolean asked = PrometheusRange.isUrl(source);
        if (!asked && query != null) {
            throw Refusal.ofUsage("--query needs an address, such as http://localhost:9090");
        }
        History read = asked
                ? PrometheusRange.of(source, query, begin, end, step, Instant.now())
                        .read(HistoryReader.Options.in(zone), err)
                : Histories.read(
                        Path.of(source),
                        new HistoryReader.Options(
                                zone, Histories.columns(column == null ? List.of() : List.of(column)), begin, end),
                        err);
        read.treatments().forEach(t -> notes.add(t.said()));
        Series series = new Series(read.start(), Duration.ofMillis(read.stepMillis()), read.requests());
        if (step != null && !asked) {
            Duration longer = span("--step", step);
            try {
                series = series.summed(longer);
            } catch (IllegalArgumentException e) {
                throw Refusal.ofUsage("--step: " + step + " is not a whole multiple of the file's step of "
                        + ForecastOutput.span(series.step()));
            }
        }
        if (Arrays.stream(series.values()).allMatch(Double::isNaN)) {
            throw new Refusal(source + ": has no step of " + ForecastOutput.span(series.step()) + " to learn from");
        }
        return series;
    }

    private int steps(Duration of) {
        long steps;
        if (horizon.matches("\\d{1,9}")) {
            steps = Long.parseLong(horizon);
        } else {
            steps = Math.ceilDiv(span("--horizon", horizon).toMillis(), of.toMillis());
        }
        if (steps < 1 || steps > MOST_STEPS) {
            throw Refusal.ofUsage("--horizon: " + horizon + " is " + steps + " steps of " + ForecastOutput.span(of)
                    + "; it can be 1 to " + MOST_STEPS);
        }
        return (int) steps;
    }

    private static Duration span(String option, String written) {
        Matcher m = SPAN.matcher(written);
        if (!m.matches() || Long.parseLong(m.group(1)) == 0) {
            throw Refusal.ofUsage(option + ": '" + written + "' is not a span; write 5m, 1h or 7d");
        }
        long n = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            case "d" -> Duration.ofDays(n);
            default -> Duration.ofDays(7 * n);
        };
    }
}
