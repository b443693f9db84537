package dev.headroom.cli;

import dev.headroom.engine.Workload;
import dev.headroom.report.Chart;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.tune.Parameter;
import dev.headroom.simulator.tune.Trial;
import dev.headroom.simulator.tune.Tuning;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a search found, for people and programs.
 *
 * @param trace name of the trace
 * @param workloadName the workload tuned
 * @param objective attainment to keep
 * @param unit of costs
 * @param seed the seed
 * @param mode how requests were simulated
 * @param evaluations simulations of the search
 * @param split where training ends, ISO-8601
 * @param space what was searched
 * @param trained some of the Pareto front, with the best and the spec's own, the cheapest first
 * @param heldOut the same values on the rest of the trace
 * @param best index of the best
 * @param before index of the spec's own
 * @param workload the workload with the best values
 * @param tuning all that was tried
 */
record TuneOutput(
        String trace,
        String workloadName,
        double objective,
        String unit,
        long seed,
        Scenario.Mode mode,
        int evaluations,
        String split,
        List<Parameter> space,
        List<Trial> trained,
        List<Trial> heldOut,
        int best,
        int before,
        Workload workload,
        Tuning tuning) {

    private static final int MOST = 12;
    private static final int DIGITS = 8;

    /** What is worth showing: of the Pareto front at most a dozen, near the best; the best; and what the spec had. */
    static List<Trial> shown(Tuning tuning) {
        List<Trial> front = tuning.front();
        int middle = Math.max(0, front.indexOf(tuning.best()));
        int from = Math.max(0, Math.min(middle - MOST / 2, front.size() - MOST));
        List<Trial> shown = new ArrayList<>(front.subList(from, Math.min(front.size(), from + MOST)));
        for (Trial t : List.of(tuning.best(), tuning.trials().get(0))) {
            if (!shown.contains(t)) {
                shown.add(t);
            }
        }
        shown.sort(Comparator.comparingDouble(Trial::cost));
        return List.copyOf(shown);
    }

    Map<String, Object> fields() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("trace", trace);
        root.put("workload", workloadName);
        root.put("objective", objective);
        root.put("unit", unit);
        root.put("seed", seed);
        root.put("mode", mode.name().toLowerCase(Locale.ROOT));
        root.put("evaluations", evaluations);
        root.put("trainedUntil", split);
        root.put("before", trial(before));
        root.put("best", trial(best));
        List<Object> front = new ArrayList<>();
        for (int i = 0; i < trained.size(); i++) {
            front.add(trial(i));
        }
        root.put("front", front);
        return root;
    }

    private Map<String, Object> trial(int i) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int k = 0; k < space.size(); k++) {
            values.put(space.get(k).name(), trained.get(i).values().get(k));
        }
        Map<String, Object> f = new LinkedHashMap<>();
        f.put("values", values);
        f.put("trained", score(trained.get(i)));
        f.put("heldOut", score(heldOut.get(i)));
        return f;
    }

    private static Map<String, Object> score(Trial t) {
        Map<String, Object> f = new LinkedHashMap<>();
        f.put("attainment", number(t.attainment()));
        f.put("cost", number(t.cost()));
        f.put("actions", t.actions());
        return f;
    }

    private static double number(double v) {
        return new BigDecimal(v).round(new MathContext(DIGITS)).doubleValue();
    }

    Chart chart() {
        return ParetoChart.of(tuning.trials(), tuning.front(), tuning.best(), heldOut.get(best), objective, unit);
    }

    String csv() {
        StringBuilder out = new StringBuilder();
        space.forEach(p -> out.append(p.name()).append(','));
        out.append("trainedAttainment,trainedCost,heldOutAttainment,heldOutCost,heldOutActions\n");
        for (int i = 0; i < trained.size(); i++) {
            trained.get(i).values().forEach(v -> out.append(plain(v)).append(','));
            Trial t = trained.get(i);
            Trial h = heldOut.get(i);
            out.append(number(t.attainment()))
                    .append(',')
                    .append(number(t.cost()))
                    .append(',');
            out.append(number(h.attainment()))
                    .append(',')
                    .append(number(h.cost()))
                    .append(',');
            out.append(h.actions()).append('\n');
        }
        return out.toString();
    }

    void table(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s on %s: %d simulations until %s, held out from there on; aim %s%n%n",
                workloadName,
                trace,
                evaluations,
                split,
                SimulationOutput.percent(objective));
        out.printf(Locale.ROOT, "%-9s %18s %18s %9s%n", "", "training  ", "held out  ", "");
        out.printf(Locale.ROOT, "%-9s %9s %8s %9s %8s %9s%n", "", "in time", "cost", "in time", "cost", "actions");
        for (int i = 0; i < trained.size(); i++) {
            Trial t = trained.get(i);
            Trial h = heldOut.get(i);
            out.printf(
                    Locale.ROOT,
                    "%-9s %9s %8s %9s %8s %9d%n",
                    i == best ? "best" : i == before ? "as it was" : "",
                    SimulationOutput.percent(t.attainment()),
                    cost(t.cost()),
                    SimulationOutput.percent(h.attainment()),
                    cost(h.cost()),
                    h.actions());
        }
        out.println();
        for (int k = 0; k < space.size(); k++) {
            out.printf(
                    Locale.ROOT,
                    "  %-40s %10s → %s%n",
                    space.get(k).name(),
                    plain(space.get(k).standard()),
                    plain(trained.get(best).values().get(k)));
        }
        out.println();
        if (trained.get(best).attainment() < objective) {
            out.println("  nothing tried keeps the objective in training; best is what misses it least");
        } else if (heldOut.get(best).attainment() < objective) {
            out.println("  the best of training misses the objective on what was held out: take one further down");
        }
        out.println("  costs are in " + unit + "; " + mode.name().toLowerCase(Locale.ROOT) + " mode, seed " + seed);
    }

    /** The comment at the head of a tuned spec. */
    String heading() {
        Trial t = trained.get(best);
        Trial h = heldOut.get(best);
        return "# Tuned by 'headroom tune' on " + trace + ": "
                + evaluations + " simulations until " + split + ".\n# In training "
                + SimulationOutput.percent(t.attainment()) + " in time for " + cost(t.cost()) + " " + unit
                + "; held out " + SimulationOutput.percent(h.attainment()) + " for " + cost(h.cost()) + " " + unit
                + ".\n";
    }

    private static String cost(double v) {
        return String.format(Locale.ROOT, v < 1000 ? "%.2f" : "%.0f", v);
    }

    private static String plain(double v) {
        return new BigDecimal(v).round(new MathContext(6)).stripTrailingZeros().toPlainString();
    }
}
