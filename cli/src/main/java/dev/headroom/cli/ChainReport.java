package dev.headroom.cli;

import dev.headroom.engine.model.Objective;
import dev.headroom.report.Axis;
import dev.headroom.report.Chart;
import dev.headroom.report.Page;
import dev.headroom.report.Table;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Result.Point;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The report of workloads simulated together, and its plots: the whole first, then each tier's replicas and response times. */
final class ChainReport {

    private static final double HOUR = 3_600_000;

    private final ChainOutput output;

    private ChainReport(ChainOutput output) {
        this.output = output;
    }

    /** The report as a self-contained HTML page. */
    static String html(ChainOutput output) {
        return new ChainReport(output).write();
    }

    /** Every plot of the report by a name that suits a file, such as {@code replicas-web}. */
    static Map<String, Chart> plots(ChainOutput output) {
        ChainReport report = new ChainReport(output);
        Map<String, Chart> out = new LinkedHashMap<>();
        out.put("demand", report.demand());
        if (report.priced()) {
            out.put("cost", report.cost());
        }
        for (int i = 0; i < output.workloads().size(); i++) {
            out.put("replicas-" + output.workloads().get(i), report.replicas(i));
            out.put("latency-" + output.workloads().get(i), report.latency(i));
        }
        return out;
    }

    private String write() {
        Page page = Page.titled(String.join(", ", output.workloads()) + " under " + output.trace());
        Result whole = output.results().get(0).whole();
        page.subtitle(output.from() + " – " + output.to() + " · request mode, seed " + output.seed());
        page.verdict(String.format(
                Locale.ROOT,
                "Of %,.0f requests %s %% were answered in time%s.",
                whole.arrived(),
                SimulationOutput.share(whole.attainment(), RoundingMode.DOWN),
                Double.isNaN(whole.cost())
                        ? ""
                        : ", for " + SimulationOutput.plain(whole.cost()) + " " + whole.currency()));
        page.table(table());
        page.notes(output.notes());
        page.section("All tiers").chart(demand());
        if (priced()) {
            page.chart(cost());
        }
        for (int i = 0; i < output.workloads().size(); i++) {
            page.section(output.workloads().get(i)).chart(replicas(i)).chart(latency(i));
        }
        return page.html();
    }

    private boolean priced() {
        return !Double.isNaN(output.results().get(0).whole().cost());
    }

    private Table table() {
        String currency = output.results().get(0).whole().currency();
        Table t = Table.of(
                "policy, tier",
                "in time, %",
                "p50",
                "p95",
                "p99",
                "failed, %",
                currency.isEmpty() ? "cost" : "cost, " + currency,
                "replica-hours",
                "actions",
                "backlog");
        for (ChainOutput.Together r : output.results()) {
            t = row(t, r.whole().policy(), r.whole());
            for (int i = 0; i < output.workloads().size(); i++) {
                t = row(
                        t,
                        r.whole().policy() + ": " + output.workloads().get(i),
                        r.tiers().get(i));
            }
        }
        return t;
    }

    private static Table row(Table t, String name, Result r) {
        double failed = r.arrived() > 0 ? (r.rejected() + r.timedOut()) / r.arrived() : 0;
        return t.row(
                name,
                SimulationOutput.share(r.attainment(), RoundingMode.DOWN),
                SimulationOutput.seconds(r.p50()),
                SimulationOutput.seconds(r.p95()),
                SimulationOutput.seconds(r.p99()),
                SimulationOutput.share(failed, RoundingMode.HALF_UP),
                SimulationOutput.plain(r.cost()),
                SimulationOutput.plain(r.replicaHours()),
                Integer.toString(r.actions()),
                String.format(Locale.ROOT, "%,.0f", r.maxBacklog()));
    }

    private Chart demand() {
        Chart chart = Chart.titled("Demand")
                .hint("What each tier is asked for, those who come again included.")
                .y(Axis.number("a second").maybeLogarithmic());
        for (int i = 0; i < output.workloads().size(); i++) {
            List<Point> points = own(i).timeline();
            chart = chart.line(output.workloads().get(i), times(points), values(points, Point::demand));
        }
        return chart;
    }

    private Chart cost() {
        String currency = output.results().get(0).whole().currency();
        Chart chart = Chart.titled("Cost").y(Axis.number(currency + " an hour"));
        for (int i = 0; i < output.workloads().size(); i++) {
            List<Point> points = own(i).timeline();
            double[] hourly = new double[points.size()];
            for (int k = 0; k < hourly.length; k++) {
                double until = k + 1 < hourly.length
                        ? points.get(k + 1).millis()
                        : points.get(k).millis()
                                + (k > 0
                                        ? points.get(k).millis()
                                                - points.get(k - 1).millis()
                                        : HOUR);
                hourly[k] = points.get(k).cost() * HOUR / (until - points.get(k).millis());
            }
            chart = chart.step(output.workloads().get(i), times(points), hourly);
        }
        return chart;
    }

    private Result own(int tier) {
        return output.results().get(0).tiers().get(tier);
    }

    private Chart replicas(int i) {
        List<Point> mine = own(i).timeline();
        Chart replicas = Chart.titled("Replicas of " + output.workloads().get(i))
                .hint("Needed: so many as work on the demand with all their slots, when none they call has to wait.")
                .y(Axis.number("ready replicas"))
                .area("needed", times(mine), values(mine, Point::needed));
        for (ChainOutput.Together r : output.results()) {
            List<Point> points = r.tiers().get(i).timeline();
            replicas = replicas.step(r.whole().policy(), times(points), values(points, Point::ready));
        }
        return replicas;
    }

    private Chart latency(int i) {
        Objective objective = output.objectives().get(i);
        Chart latency = Chart.titled((objective.deadline() == null
                                ? "95th percentile of the response time of "
                                : "95th percentile until done, of ")
                        + output.workloads().get(i))
                .y(Axis.seconds("").maybeLogarithmic());
        for (ChainOutput.Together r : output.results()) {
            List<Point> points = r.tiers().get(i).timeline();
            latency = latency.line(r.whole().policy(), times(points), values(points, Point::p95));
        }
        if (!Double.isInfinite(objective.limitSeconds())) {
            latency = latency.level(
                    objective.limitSeconds(), "objective " + SimulationOutput.seconds(objective.limitSeconds()));
        }
        return latency;
    }

    private static double[] times(List<Point> points) {
        return values(points, Point::millis);
    }

    private static double[] values(List<Point> points, ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).toArray();
    }
}
