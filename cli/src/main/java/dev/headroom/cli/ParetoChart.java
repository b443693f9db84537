package dev.headroom.cli;

import dev.headroom.report.Axis;
import dev.headroom.report.Chart;
import dev.headroom.simulator.tune.Trial;
import java.util.List;
import java.util.stream.Stream;

/** What a search tried, as cost against the share that was late or lost. */
final class ParetoChart {

    private ParetoChart() {}

    /**
     * The chart.
     *
     * @param trials all that was tried in training
     * @param front those that none beats in both, the cheapest first
     * @param best the one chosen, in training
     * @param heldOut the one chosen, on the rest of the trace
     * @param objective attainment to keep, in (0, 1]
     * @param unit of costs
     */
    static Chart of(List<Trial> trials, List<Trial> front, Trial best, Trial heldOut, double objective, String unit) {
        // A logarithmic axis has no zero: nothing late stands at the foot.
        double least = Stream.concat(trials.stream(), Stream.of(heldOut))
                .mapToDouble(t -> 1 - t.attainment())
                .filter(v -> v > 0)
                .min()
                .orElse(1e-3);
        double foot = least / 3;
        Chart chart = Chart.titled("Cost and violations")
                .x(Axis.number("cost, " + unit).fitted())
                .y(Axis.share("late or lost").logarithmic());
        chart = points(chart, "tried", trials, foot);
        chart = points(chart, "Pareto front", front, foot);
        chart = points(chart, "chosen, in training", List.of(best), foot);
        chart = points(chart, "chosen, held out", List.of(heldOut), foot);
        if (objective < 1) {
            chart = chart.level(1 - objective, "promised");
        }
        boolean none = Stream.concat(trials.stream(), Stream.of(heldOut)).anyMatch(t -> t.attainment() >= 1);
        return none ? chart.hint("What was never late stands at the foot.") : chart;
    }

    private static Chart points(Chart chart, String name, List<Trial> trials, double foot) {
        return chart.scatter(
                name,
                trials.stream().mapToDouble(Trial::cost).toArray(),
                trials.stream()
                        .mapToDouble(t -> Math.max(foot, 1 - t.attainment()))
                        .toArray());
    }
}
