package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.simulator.league.Row;
import dev.headroom.simulator.league.Row.Tuned;
import dev.headroom.simulator.league.Setting;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The league table for people, within 100 columns, and for programs. */
final class LeagueOutput {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int DIGITS = 8;

    private LeagueOutput() {}

    static String json(List<Row> rows) {
        try {
            return JSON.writeValueAsString(
                    rows.stream().map(LeagueOutput::fields).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of numbers and strings are always JSON", e);
        }
    }

    static String csv(List<Row> rows) {
        StringBuilder out = new StringBuilder();
        for (Row r : rows) {
            Map<String, Object> f = fields(r);
            if (out.isEmpty()) {
                out.append(String.join(",", f.keySet())).append('\n');
            }
            List<String> cells = new ArrayList<>();
            f.values().forEach(v -> cells.add(v == null ? "" : quoted(String.valueOf(v))));
            out.append(String.join(",", cells)).append('\n');
        }
        return out.toString();
    }

    private static String quoted(String cell) {
        return cell.contains(",") || cell.contains("\"") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private static Map<String, Object> fields(Row r) {
        Map<String, Object> f = new LinkedHashMap<>();
        f.put("trace", r.trace());
        f.put("scenario", r.scenario());
        f.put("policy", r.policy());
        f.put("tuned", word(r.tuned()));
        f.put("parameter", r.parameter());
        f.put("attainment", number(r.attainment()));
        f.put("cost", number(r.cost()));
        f.put("costOverOptimum", number(r.costOverOptimum()));
        f.put("actions", r.actions());
        return f;
    }

    private static String word(Tuned tuned) {
        return tuned.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object number(double v) {
        return Double.isFinite(v)
                ? new BigDecimal(v)
                        .round(new MathContext(DIGITS))
                        .stripTrailingZeros()
                        .doubleValue()
                : null;
    }

    /**
     * A block per scenario and trace, a line per policy: as it ships, tuned, and the cheapest of the sweep that kept the
     * objective, which only hindsight knows.
     */
    static void table(List<Row> rows, List<Setting> settings, long seed, PrintWriter out) {
        for (Setting setting : settings) {
            List<Row> here = rows.stream()
                    .filter(r -> r.scenario().equals(setting.name()))
                    .toList();
            if (!here.isEmpty()) {
                scenario(here, setting, out);
            }
        }
        out.println("Scores are of the second half of each trace. In time is in percent; * kept the objective.");
        out.println("tuned: chosen on the first half. hindsight: the cheapest of its sweep that kept the objective.");
        out.println("cost: " + (ratios(rows) ? "÷ the clairvoyant optimum" : "in " + Setting.BILLING.currency())
                + ". Seed " + seed + ".");
    }

    private static boolean ratios(List<Row> rows) {
        return rows.stream().anyMatch(r -> Double.isFinite(r.costOverOptimum()));
    }

    private static void scenario(List<Row> rows, Setting setting, PrintWriter out) {
        out.println(setting.name() + ": " + setting.summary().replace("; ", ";\n  "));
        out.println();
        out.printf(Locale.ROOT, "%-16s %-18s %-18s %s%n", "", "      default", "       tuned", "     hindsight");
        out.printf(
                Locale.ROOT,
                "%-16s %9s %8s %9s %8s %9s %8s %s%n",
                "policy",
                "in time",
                "cost",
                "in time",
                "cost",
                "in time",
                "cost",
                " with");
        boolean ratios = ratios(rows);
        for (String trace : rows.stream().map(Row::trace).distinct().toList()) {
            List<Row> here = rows.stream().filter(r -> r.trace().equals(trace)).toList();
            out.println(trace);
            for (String policy : here.stream().map(Row::policy).distinct().toList()) {
                List<Row> own =
                        here.stream().filter(r -> r.policy().equals(policy)).toList();
                Optional<Row> best = own.stream()
                        .filter(r -> r.tuned() == Tuned.SWEPT && r.keeps())
                        .min(Comparator.comparingDouble(Row::cost));
                out.printf(
                        Locale.ROOT,
                        "  %-14s %s %s %s %s%n",
                        policy,
                        pair(of(own, Tuned.DEFAULT), ratios),
                        pair(of(own, Tuned.TRAINED), ratios),
                        pair(best.orElse(null), ratios),
                        best.map(r -> " " + r.parameter().split(" ", 2)[0]).orElse(" none kept it"));
            }
        }
        out.println();
        summary(rows, ratios, out);
        LeagueVerdict.print(rows, out);
    }

    private static @Nullable Row of(List<Row> rows, Tuned tuned) {
        return rows.stream().filter(r -> r.tuned() == tuned).findFirst().orElse(null);
    }

    private static String pair(@Nullable Row r, boolean ratios) {
        return r == null
                ? String.format(Locale.ROOT, "%9s %8s", "–", "–")
                : String.format(
                        Locale.ROOT,
                        "%9s %8s",
                        percent(r.attainment()) + (r.keeps() ? "*" : " "),
                        cost(ratios ? r.costOverOptimum() : r.cost()));
    }

    private static String percent(double share) {
        // Down, so that a miss is never shown as kept.
        return String.format(Locale.ROOT, "%.2f", Math.floor(share * 1e4) / 1e2);
    }

    private static String cost(double v) {
        return String.format(Locale.ROOT, v < 1000 ? "%.2f" : "%.0f", v);
    }

    /** Over all traces: how often the objective was kept, and the geometric mean of the cost. */
    private static void summary(List<Row> rows, boolean ratios, PrintWriter out) {
        long traces = rows.stream().map(Row::trace).distinct().count();
        if (traces < 2) {
            return;
        }
        out.println("over " + traces + " traces: kept on, geometric mean of cost");
        for (String policy : rows.stream().map(Row::policy).distinct().toList()) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-14s", policy));
            for (Tuned tuned : List.of(Tuned.DEFAULT, Tuned.TRAINED)) {
                List<Row> own = rows.stream()
                        .filter(r -> r.policy().equals(policy) && r.tuned() == tuned)
                        .toList();
                if (own.isEmpty()) {
                    line.append(String.format(Locale.ROOT, " %9s %8s", "–", "–"));
                    continue;
                }
                double logs = own.stream()
                        .mapToDouble(r -> Math.log(ratios ? r.costOverOptimum() : r.cost()))
                        .average()
                        .orElse(Double.NaN);
                line.append(String.format(
                        Locale.ROOT,
                        " %9s %8s",
                        own.stream().filter(Row::keeps).count() + "/" + own.size(),
                        cost(Math.exp(logs))));
            }
            out.println(line);
        }
        out.println();
    }
}
