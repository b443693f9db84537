package dev.headroom.simulator.traffic;

import java.time.LocalTime;
import java.util.Map;
import java.util.TreeMap;

/**
 * A smooth daily curve through given points, by the clock on the wall: on the day that clocks go forward the hour that is
 * skipped does not occur. Between the points it is a cubic with the slopes of Fritsch and Butland (SIAM J. Sci. Stat.
 * Comput. 5, 1984), which never leaves the range of the two points it lies between.
 *
 * @param points by time of day; at least one
 */
public record Daily(Map<LocalTime, Double> points) implements Shape {
    public Daily {
        points = Map.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a daily curve needs a point");
        }
        points.values().forEach(Shape::check);
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        Curve curve = new Curve(points);
        double[] out = new double[grid.count()];
        long[] wall = grid.wall();
        for (int i = 0; i < out.length; i++) {
            out[i] = curve.at((double) Grid.ofDay(wall[i]));
        }
        return out;
    }

    /** The points and slopes of the curve, a day before and after included. */
    private static final class Curve {
        private final double[] x;
        private final double[] y;
        private final double[] slope;

        Curve(Map<LocalTime, Double> points) {
            TreeMap<LocalTime, Double> sorted = new TreeMap<>(points);
            int n = sorted.size();
            x = new double[n + 1];
            y = new double[n + 1];
            slope = new double[n + 1];
            int k = 0;
            for (Map.Entry<LocalTime, Double> p : sorted.entrySet()) {
                x[k] = p.getKey().toNanoOfDay() / 1e6;
                y[k++] = p.getValue();
            }
            x[n] = x[0] + Grid.DAY;
            y[n] = y[0];
            for (int i = 0; i < n; i++) {
                double left = i == 0 ? (y[0] - y[n - 1]) / (x[n] - x[n - 1]) : secant(i - 1);
                double leftLength = i == 0 ? x[n] - x[n - 1] : x[i] - x[i - 1];
                slope[i] = between(left, leftLength, secant(i), x[i + 1] - x[i]);
            }
            slope[n] = slope[0];
        }

        private double secant(int i) {
            return (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
        }

        private static double between(double left, double leftLength, double right, double rightLength) {
            if (left * right <= 0) {
                return 0;
            }
            double a = (leftLength + 2 * rightLength) / (3 * (leftLength + rightLength));
            return left * right / (a * right + (1 - a) * left);
        }

        double at(double ofDay) {
            double t = ofDay < x[0] ? ofDay + Grid.DAY : ofDay;
            int i = x.length - 2;
            while (x[i] > t) {
                i--;
            }
            double h = x[i + 1] - x[i];
            double s = (t - x[i]) / h;
            double back = 1 - s;
            double value = back * back * ((1 + 2 * s) * y[i] + s * h * slope[i])
                    + s * s * ((1 + 2 * back) * y[i + 1] - back * h * slope[i + 1]);
            return Math.max(0, value);
        }
    }
}
