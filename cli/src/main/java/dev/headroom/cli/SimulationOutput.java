package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.headroom.engine.model.Objective;
import dev.headroom.simulator.Generation;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.optimum.Optimum;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Simulation results as a table for people, JSON or CSV for programs. Latencies are in seconds in the latter two.
 *
 * @param trace the trace's name
 * @param workload the workload simulated
 * @param seed the seed
 * @param mode how requests were simulated
 * @param from begin of the simulated span, ISO-8601
 * @param to end of it
 * @param results one per policy, the spec's own first
 * @param notes what the reader should know
 * @param explanation why the workload had the replicas it had at a time; null when nobody asked
 */
record SimulationOutput(
        String trace,
        String workload,
        long seed,
        String mode,
        String from,
        String to,
        List<Result> results,
        List<String> notes,
        @Nullable String explanation) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    String json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("trace", trace);
        root.put("workload", workload);
        root.put("seed", seed);
        root.put("mode", mode);
        root.put("from", from);
        root.put("to", to);
        root.put("results", results.stream().map(SimulationOutput::fields).toList());
        root.put("notes", notes);
        if (explanation != null) {
            root.put("explanation", explanation.lines().toList());
        }
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of numbers and strings are always JSON", e);
        }
    }

    String csv() {
        StringBuilder out = new StringBuilder();
        for (Result r : results) {
            Map<String, Object> fields = fields(r);
            if (out.isEmpty()) {
                out.append(String.join(",", fields.keySet())).append('\n');
            }
            List<String> cells = new ArrayList<>();
            fields.values().forEach(v -> cells.add(v == null ? "" : String.valueOf(v)));
            out.append(String.join(",", cells)).append('\n');
        }
        return out.toString();
    }

    static Map<String, Object> fields(Result r) {
        Map<String, Object> f = new LinkedHashMap<>();
        f.put("policy", r.policy());
        f.put("attainment", number(r.attainment()));
        f.put("p50", number(r.p50()));
        f.put("p95", number(r.p95()));
        f.put("p99", number(r.p99()));
        f.put("arrived", number(r.arrived()));
        f.put("served", number(r.served()));
        f.put("rejected", number(r.rejected()));
        f.put("timedOut", number(r.timedOut()));
        f.put("meanWait", number(r.meanWaitSeconds()));
        f.put("cost", number(r.cost()));
        f.put("currency", r.currency().isEmpty() ? null : r.currency());
        f.put("replicaHours", number(r.replicaHours()));
        f.put("wastedHours", number(r.wastedHours()));
        f.put("actions", r.actions());
        f.put("directionChanges", r.directionChanges());
        f.put("maxBacklog", number(r.maxBacklog()));
        f.put("maxBacklogAge", number(r.maxBacklogAge()));
        f.put("underProvisionedSeconds", number(r.underProvisionedSeconds()));
        f.put("longestShortageSeconds", number(r.longestShortageSeconds()));
        f.put("finishedAt", Instant.ofEpochMilli(r.finishedAtMillis()).toString());
        PlatformText.fields(r.platform(), f);
        Generation g = r.generation();
        if (g != null) {
            f.put("inputTokens", number(g.inputTokens()));
            f.put("outputTokens", number(g.outputTokens()));
            f.put("firstTokenP50", number(g.firstTokenP50()));
            f.put("firstTokenP95", number(g.firstTokenP95()));
            f.put("firstTokenP99", number(g.firstTokenP99()));
            f.put("perTokenP50", number(g.perTokenP50()));
            f.put("perTokenP95", number(g.perTokenP95()));
            f.put("perTokenP99", number(g.perTokenP99()));
            f.put("answerP50", number(g.answerP50()));
            f.put("answerP95", number(g.answerP95()));
            f.put("answerP99", number(g.answerP99()));
        }
        return f;
    }

    /** What came of the answers of a language model, as a table; empty for any other service. */
    String generation() {
        List<Result> of = results.stream().filter(r -> r.generation() != null).toList();
        if (of.isEmpty()) {
            return "";
        }
        List<Column> columns = new ArrayList<>();
        List<Function<Result, String>> cells = new ArrayList<>();
        add(columns, cells, "\npolicy", Result::policy);
        add(columns, cells, "first token\np50", told(g -> seconds(g.firstTokenP50())));
        add(columns, cells, "\np95", told(g -> seconds(g.firstTokenP95())));
        add(columns, cells, "\np99", told(g -> seconds(g.firstTokenP99())));
        add(columns, cells, "a token\np50", told(g -> seconds(g.perTokenP50())));
        add(columns, cells, "\np99", told(g -> seconds(g.perTokenP99())));
        add(columns, cells, "answer\np50", told(g -> seconds(g.answerP50())));
        add(columns, cells, "\np99", told(g -> seconds(g.answerP99())));
        return ascii(columns, cells, of);
    }

    private static Function<Result, String> told(Function<Generation, String> of) {
        return r -> {
            Generation g = r.generation();
            return g == null ? "" : of.apply(g);
        };
    }

    /** JSON has no NaN and no infinity: what is not a number is null there. Six significant digits are enough. */
    static @Nullable Object number(double v) {
        if (Double.isNaN(v) || Double.isInfinite(v)) {
            return null;
        }
        if (v == Math.rint(v) && Math.abs(v) < 1e15) {
            return (long) v;
        }
        return new BigDecimal(v)
                .round(new java.math.MathContext(8))
                .stripTrailingZeros()
                .doubleValue();
    }

    /** The comparison, at most 100 columns wide. */
    String table() {
        Result own = results.get(0);
        return table(
                "policy", results.stream().map(r -> new Row(r.policy(), r, own)).toList());
    }

    /** A line of the comparison: a result, and the one that its cost is compared with. */
    record Row(String label, Result result, Result first) {}

    /** A comparison, at most 100 columns wide with labels of up to 20. */
    static String table(String heading, List<Row> lines) {
        Result own = lines.get(0).result();
        List<Column> columns = new ArrayList<>();
        List<Function<Row, String>> cells = new ArrayList<>();
        boolean priced = !Double.isNaN(own.cost());
        add(columns, cells, "\n" + heading, Row::label);
        addResult(columns, cells, "in time\n%", r -> share(r.attainment(), RoundingMode.DOWN));
        addResult(columns, cells, "p95\n", r -> seconds(r.p95()));
        addResult(columns, cells, "p99\n", r -> seconds(r.p99()));
        addResult(columns, cells, "failed\n%", r -> share(failed(r), RoundingMode.HALF_UP));
        if (priced) {
            addResult(columns, cells, "cost\n" + own.currency(), r -> plain(r.cost()));
        }
        addResult(columns, cells, "replica\nhours", r -> plain(r.replicaHours()));
        add(columns, cells, "vs\nfirst", r -> relative(r.result(), r.first()));
        addResult(columns, cells, "\nactions", r -> String.format(Locale.ROOT, "%,d", r.actions()));
        addResult(columns, cells, "\nturns", r -> String.format(Locale.ROOT, "%,d", r.directionChanges()));
        addResult(columns, cells, "\nbacklog", r -> String.format(Locale.ROOT, "%,.0f", r.maxBacklog()));
        return ascii(columns, cells, lines);
    }

    private static <T> String ascii(List<Column> columns, List<Function<T, String>> cells, List<T> of) {
        String[][] rows = of.stream()
                .map(r -> cells.stream().map(c -> c.apply(r)).toArray(String[]::new))
                .toArray(String[][]::new);
        return AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .data(columns.toArray(Column[]::new), rows)
                .asString()
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .stripIndent();
    }

    private static void addResult(
            List<Column> columns, List<Function<Row, String>> cells, String header, Function<Result, String> cell) {
        add(columns, cells, header, r -> cell.apply(r.result()));
    }

    private static <T> void add(
            List<Column> columns, List<Function<T, String>> cells, String header, Function<T, String> cell) {
        HorizontalAlign align = columns.isEmpty() ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT;
        columns.add(new Column().header(header).headerAlign(align).dataAlign(align));
        cells.add(cell);
    }

    /** What each policy cost against what nobody can go below; one that missed the objective is not compared. */
    static String againstOptimum(Optimum optimum, List<Result> results, Objective objective) {
        StringBuilder out = new StringBuilder(Optimum.NAME).append(": knows the future");
        if (!optimum.feasible()) {
            return out.append("; ").append(optimum.method()).toString();
        }
        boolean priced = !Double.isNaN(optimum.cost());
        String unit = priced ? " " + results.get(0).currency() : " replica-hours";
        out.append("; its plan takes ")
                .append(digits(priced ? optimum.cost() : optimum.replicaHours()))
                .append(unit)
                .append(", and nobody who keeps the objective can have less than ")
                .append(digits(priced ? optimum.lowerBound() : optimum.lowerHours()))
                .append(unit);
        double least = priced ? optimum.lowerBound() : optimum.lowerHours();
        String separator = ". Against that bound: ";
        for (Result r : results) {
            if (least > 0 && r.attainment() >= objective.attainment()) {
                double ratio = (priced ? r.cost() : r.replicaHours()) / least;
                out.append(separator).append(r.policy()).append(String.format(Locale.ROOT, " %.2f ×", ratio));
                separator = ", ";
            }
        }
        return out.toString();
    }

    private static String digits(double v) {
        return String.format(Locale.ROOT, v < 1 ? "%.3f" : v < 1000 ? "%.1f" : "%,.0f", v);
    }

    private static double failed(Result r) {
        return r.arrived() == 0 ? 0 : (r.rejected() + r.timedOut()) / r.arrived();
    }

    private static String relative(Result r, Result own) {
        double mine = Double.isNaN(r.cost()) ? r.replicaHours() : r.cost();
        double first = Double.isNaN(own.cost()) ? own.replicaHours() : own.cost();
        if (r.equals(own) || first == 0) {
            return "";
        }
        long percent = Math.round((mine / first - 1) * 100);
        return percent == 0 ? "±0 %" : String.format(Locale.ROOT, "%+d %%", percent);
    }

    /** A share, rounded to the nearest, with its sign. */
    static String percent(double share) {
        return Double.isNaN(share) ? "–" : share(share, RoundingMode.HALF_UP) + " %";
    }

    /**
     * A share in percent, with as many digits as it takes to tell it from 100. One that has to reach an aim is rounded down,
     * so that it never looks as if it had.
     */
    static String share(double share, RoundingMode rounding) {
        if (Double.isNaN(share)) {
            return "–";
        }
        if (share > 0 && share < 0.000001) {
            return "<0.0001";
        }
        double gap = Math.min(share, 1 - share);
        int digits = gap <= 0 ? 0 : gap < 0.0001 ? 4 : gap < 0.001 ? 3 : gap < 0.1 ? 2 : 1;
        return BigDecimal.valueOf(share)
                .movePointRight(2)
                .setScale(digits, rounding)
                .toPlainString();
    }

    static String seconds(double s) {
        if (Double.isNaN(s)) {
            return "–";
        }
        if (s < 0.9995) {
            return String.format(Locale.ROOT, "%.0f ms", s * 1000);
        }
        if (s < 120) {
            return String.format(Locale.ROOT, s < 10 ? "%.2f s" : "%.0f s", s);
        }
        return s < 7200
                ? String.format(Locale.ROOT, "%.0f min", s / 60)
                : s < 172_800
                        ? String.format(Locale.ROOT, "%.1f h", s / 3600)
                        : String.format(Locale.ROOT, "%.1f d", s / 86_400);
    }

    /** A number with three significant digits, or all of its whole part. */
    static String plain(double v) {
        if (Double.isNaN(v)) {
            return "–";
        }
        double size = Math.abs(v);
        return String.format(Locale.ROOT, v == Math.rint(v) || size >= 100 ? "%,.0f" : size < 10 ? "%.2f" : "%.1f", v);
    }
}
