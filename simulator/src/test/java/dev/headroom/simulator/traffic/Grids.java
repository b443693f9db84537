package dev.headroom.simulator.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Grids and statistics for tests. */
final class Grids {
    static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

    private Grids() {}

    static Grid utc(Duration span, Duration step) {
        return of(MONDAY, span, step, "UTC");
    }

    static Grid of(Instant start, Duration span, Duration step, String zone) {
        return new Grid(start.toEpochMilli(), step.toMillis(), (int) span.dividedBy(step), ZoneId.of(zone));
    }

    static double[] over(Shape shape, Grid grid) {
        return shape.over(grid, new Draws(1));
    }

    static double mean(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v;
        }
        return sum / x.length;
    }

    static double variance(double[] x) {
        double mean = mean(x);
        double sum = 0;
        for (double v : x) {
            sum += (v - mean) * (v - mean);
        }
        return sum / x.length;
    }

    static double cv(double[] x) {
        return Math.sqrt(variance(x)) / mean(x);
    }

    /** Means of successive groups. */
    static double[] grouped(double[] x, int size) {
        double[] out = new double[x.length / size];
        for (int i = 0; i < out.length * size; i++) {
            out[i / size] += x[i] / size;
        }
        return out;
    }

    static double correlation(double[] a, double[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - meanA) * (b[i] - meanB);
        }
        return sum / a.length / Math.sqrt(variance(a) * variance(b));
    }

    static double autocorrelation(double[] x, int lag) {
        return correlation(
                java.util.Arrays.copyOfRange(x, 0, x.length - lag), java.util.Arrays.copyOfRange(x, lag, x.length));
    }
}
