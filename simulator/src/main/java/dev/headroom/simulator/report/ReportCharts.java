package dev.headroom.simulator.report;

import dev.headroom.report.Axis;
import dev.headroom.report.Chart;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Result.Point;
import dev.headroom.simulator.Trace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The plots of a report as descriptions, for images: those the page draws, with every policy in them. */
public final class ReportCharts {

    private ReportCharts() {}

    /** Each plot by a short name that suits a file: {@code demand}, {@code capacity}, and others where there is anything. */
    public static Map<String, Chart> of(ReportData data) {
        Map<String, Chart> out = new LinkedHashMap<>();
        out.put("demand", demand(data.trace()));
        out.put("capacity", capacity(data));
        Axis seconds = Axis.seconds("time");
        Chart latency = each(
                data,
                Chart.titled(data.deadline() ? "Time from arrival to done, p95" : "Response time, p95")
                        .y(spansFar(data, Point::p95) ? seconds.logarithmic() : seconds),
                Point::p95);
        put(
                out,
                "latency",
                data.hasObjective() ? latency.level(data.objectiveSeconds(), data.objectiveLabel()) : latency);
        put(
                out,
                "backlog",
                each(
                        data,
                        Chart.titled("Waiting").y(Axis.number("requests or items, most in the stretch")),
                        Point::backlog));
        put(out, "failed", failed(data));
        put(out, "cost", cost(data));
        return out;
    }

    private static void put(Map<String, Chart> out, String name, Chart chart) {
        boolean any = chart.series().stream().anyMatch(s -> Arrays.stream(s.y()).anyMatch(v -> v > 0));
        if (any) {
            out.put(name, chart);
        }
    }

    private static Chart demand(Trace trace) {
        double[] arrivals = trace.arrivals();
        double[] times = new double[arrivals.length];
        double[] rates = new double[arrivals.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = trace.startMillis() + (double) i * trace.bucketMillis();
            rates[i] = arrivals[i] * 1000 / trace.bucketMillis();
        }
        return Chart.titled("Demand").y(Axis.number("arrivals per second")).backdrop("arrivals", times, rates);
    }

    private static Chart capacity(ReportData data) {
        Result own = data.results().get(0);
        Chart chart = Chart.titled("Capacity")
                .y(Axis.number("replicas"))
                .backdrop("needed by " + own.policy(), times(own), column(own, Point::needed));
        for (Result r : data.results()) {
            chart = chart.step(r.policy() + " ready", times(r), column(r, Point::ready));
        }
        return chart;
    }

    private static Chart each(ReportData data, Chart chart, ToDoubleFunction<Point> value) {
        for (Result r : data.results()) {
            chart = chart.step(r.policy(), times(r), column(r, value));
        }
        return chart;
    }

    private static Chart failed(ReportData data) {
        Chart chart = Chart.titled("Rejected and timed out").y(Axis.number("per second"));
        for (Result r : data.results()) {
            double[] t = times(r);
            double[] rate = column(r, Point::failed);
            for (int i = 0; i < t.length; i++) {
                double end = i + 1 < t.length
                        ? t[i + 1]
                        : i > 0 ? 2 * t[i] - t[i - 1] : data.trace().endMillis();
                rate[i] /= (end - t[i]) / 1000;
            }
            chart = chart.step(r.policy(), t, rate);
        }
        return chart;
    }

    private static Chart cost(ReportData data) {
        String money = data.currency().isEmpty() ? "money" : data.currency();
        Chart chart = Chart.titled("Cost so far").y(Axis.number(money + ", before the billing rounds up"));
        for (Result r : data.results()) {
            double[] spent = column(r, Point::cost);
            double sum = 0;
            for (int i = 0; i < spent.length; i++) {
                sum += Double.isFinite(spent[i]) ? spent[i] : 0;
                spent[i] = sum;
            }
            chart = chart.line(r.policy(), times(r), spent);
        }
        return chart;
    }

    /** A logarithmic axis helps when values span more than two orders of magnitude. */
    private static boolean spansFar(ReportData data, ToDoubleFunction<Point> value) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (Result r : data.results()) {
            for (Point p : r.timeline()) {
                double v = value.applyAsDouble(p);
                if (v > 0 && Double.isFinite(v)) {
                    low = Math.min(low, v);
                    high = Math.max(high, v);
                }
            }
        }
        return high > 100 * low;
    }

    private static double[] times(Result r) {
        return column(r, Point::millis);
    }

    private static double[] column(Result r, ToDoubleFunction<Point> value) {
        List<Point> points = r.timeline();
        return points.stream().mapToDouble(value).toArray();
    }
}
