package dev.headroom.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Charts of every kind, as the pages of this project show them. */
final class Album {

    static final double START = 1_772_409_600_000.0; // 2026-03-02
    private static final double MINUTE = 60_000;

    private Album() {}

    /** Every chart on one page. */
    static Page page() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Trace", "waves.csv, 3 days of minutes");
        facts.put("Objective", "p95 within 500 ms");
        return Page.titled("Traffic of the shop")
                .subtitle("waves.csv from 2026-03-02 to 2026-03-05")
                .verdict("Daily waves with a peak at noon; one flash crowd stands out.")
                .chart(demand(3 * 1440))
                .chart(latency())
                .section("Plan")
                .text("Nine replicas suffice on weekdays.")
                .chart(profile())
                .chart(tornado())
                .chart(pareto())
                .chart(parts())
                .section("Figures")
                .table(Table.of("Service", "Replicas", "Cost, USD/h", "Bound by")
                        .row("web", "9", "1.08", "latency")
                        .row("db", "2", "0.90", "connections"))
                .facts(facts)
                .notes(List.of("Prices are those of March 2026."));
    }

    static double[] minutes(double from, int count) {
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = from + i * MINUTE;
        }
        return out;
    }

    static Chart demand(int count) {
        SplittableRandom random = new SplittableRandom(7);
        double[] t = minutes(START, count);
        double[] rate = new double[count];
        for (int i = 0; i < count; i++) {
            double day = 1 - Math.cos(2 * Math.PI * (i % 1440) / 1440.0);
            double flash = i < 1150 ? 0 : 900 * Math.exp(-(i - 1150) / 40.0);
            rate[i] = (250 + 400 * day) * (1 + 0.1 * (random.nextDouble() - 0.5)) + flash;
        }
        rate[200] = Double.NaN;
        int ahead = 1440;
        double[] future = minutes(START + count * MINUTE, ahead);
        double[] median = new double[ahead];
        double[] low = new double[ahead];
        double[] high = new double[ahead];
        for (int i = 0; i < ahead; i++) {
            median[i] = 250 + 400 * (1 - Math.cos(2 * Math.PI * i / 1440.0));
            low[i] = median[i] * (1 - 0.1 - 0.1 * i / ahead);
            high[i] = median[i] * (1 + 0.1 + 0.2 * i / ahead);
        }
        return Chart.titled("Demand and forecast")
                .x(Axis.time())
                .y(Axis.number("requests per second"))
                .hint("The band is where 90 % of the future should be.")
                .line("observed", t, rate)
                .line("forecast", future, median)
                .band("90 % interval", future, low, high)
                .mark(START + 1150 * MINUTE, "flash crowd")
                .region(START + count * MINUTE, START + (count + ahead) * MINUTE, "future");
    }

    static Chart latency() {
        double[] t = minutes(START, 4320);
        double[] p95 = new double[t.length];
        double[] replicas = new double[t.length];
        for (int i = 0; i < t.length; i++) {
            p95[i] = 0.08 + (i > 1150 && i < 1200 ? 12.0 * (1200 - i) / 50 : 0.02 * Math.sin(i / 300.0));
            replicas[i] = p95[i] * 1.5;
        }
        return Chart.titled("Response time, p95")
                .y(Axis.seconds("seconds").logarithmic())
                .step("auto", t, p95)
                .step("hpa", t, replicas)
                .level(0.5, "objective 500 ms");
    }

    static Chart profile() {
        double[] hours = new double[25];
        double[] mean = new double[25];
        double[] peak = new double[25];
        for (int i = 0; i < hours.length; i++) {
            hours[i] = i;
            mean[i] = 0.4 - 0.3 * Math.cos(2 * Math.PI * i / 24.0);
            peak[i] = mean[i] * 1.3;
        }
        return Chart.titled("Utilisation by hour of the day")
                .x(Axis.number("hour of the day"))
                .y(Axis.share("utilisation"))
                .area("mean", hours, mean)
                .line("peak", hours, peak);
    }

    static Chart tornado() {
        return Chart.titled("What the cost hangs on")
                .x(Axis.categories(
                        List.of("requests per user", "service time", "target utilisation", "cache hit ratio")))
                .y(Axis.number("change of cost, USD a month"))
                .bar("at the low end", new double[] {-4200, -2500, 1200, 300})
                .bar("at the high end", new double[] {5100, 2600, -900, -250})
                .bars(Chart.Bars.OVERLAID)
                .lying();
    }

    static Chart pareto() {
        return Chart.titled("Cost and violations")
                .x(Axis.number("cost, USD").fitted())
                .y(Axis.share("late or lost").maybeLogarithmic())
                .scatter(
                        "trials",
                        new double[] {12, 13, 15, 14, 20, 18, 25},
                        new double[] {0.02, 0.012, 0.01, 0.004, 0.001, 0.0015, 0.0012},
                        List.of("#1", "#2", "#3", "#4", "#5", "#6", "#7"))
                .scatter("front", new double[] {12, 13, 14, 18, 20}, new double[] {0.02, 0.012, 0.004, 0.0015, 0.001});
    }

    static Chart parts() {
        return Chart.titled("Cost by service")
                .x(Axis.categories(List.of("January", "February", "March")))
                .y(Axis.number("USD a month"))
                .bar("web", new double[] {820, 790, 910})
                .bar("db", new double[] {400, 400, 420})
                .bars(Chart.Bars.STACKED);
    }
}
