package dev.headroom.forecast;

import java.time.Duration;
import java.util.Arrays;

/**
 * Forecasts of the next minutes: for every step of the horizon a ridge regression of the change from now on what the same
 * hours of earlier days and weeks did next, how far today is from them, and where the level is going.
 *
 * <p>It is made for being fitted often, on weeks of minutes, and asked every minute: a fit looks at {@value #MOST_ROWS}
 * earlier times at most, and a forecast only at the last {@value NearTermModel#MEMORY} steps. The typical day (week) of a
 * step is the exponentially weighted mean of the same time on earlier days (weeks), so that at any earlier time it is
 * what was known then. The size of errors is taken to grow with the forecast and with how much is going on, each in
 * proportion; quantiles are those of the errors over that size, per step.
 */
public final class NearTerm implements Forecaster {

    static final int MOST_ROWS = 2000;
    private static final int FEWEST_ROWS = 8;
    private static final int MOST_HORIZON = 500;
    private static final double DAY_WEIGHT = 0.3;
    private static final double WEEK_WEIGHT = 0.5;
    private static final double RIDGE = 0.003;
    private static final double RIDGE_ROWS = 10;
    private static final double HELD_OUT = 0.25;

    @Override
    public String name() {
        return "near-term";
    }

    /** The model when nothing is known but the last value. */
    private static NearTermModel last(Series history, int horizon) {
        return new NearTermModel(
                history.end().toEpochMilli(),
                history.step().toMillis(),
                new double[0],
                new double[0],
                new double[horizon][0],
                new double[horizon][3],
                new double[horizon][1],
                Backtest.NONE);
    }

    @Override
    public Fitted fit(Series history, int horizon) {
        if (horizon < 1 || horizon > MOST_HORIZON) {
            throw new IllegalArgumentException("a horizon is from 1 to " + MOST_HORIZON + " steps, not " + horizon);
        }
        double[] y = Gaps.filled(history).values();
        int n = y.length;
        if (n < horizon + FEWEST_ROWS || Double.isNaN(y[0])) {
            return last(history, horizon);
        }
        int day = steps(history.step(), Duration.ofDays(1), n, horizon);
        int week = day == 0 ? 0 : steps(history.step(), Duration.ofDays(7), n, horizon);
        double[] days = profile(y, day, DAY_WEIGHT);
        double[] weeks = profile(y, week, WEEK_WEIGHT);
        NearTermFeatures features = new NearTermFeatures(y, days, weeks, day, week);
        int first = Math.max(1, Math.max(day, week));
        int rows = n - horizon - first;
        int stride = Math.max(1, (rows + MOST_ROWS - 1) / MOST_ROWS);
        int count = (rows + stride - 1) / stride;
        return new Rows(features, y, horizon, n - horizon - 1, stride, count).fit(history, days, weeks, day, week);
    }

    /** Steps of a cycle; 0 when the step does not divide it, or the history holds too little of it. */
    private static int steps(Duration step, Duration cycle, int n, int horizon) {
        long length = cycle.toMillis() / step.toMillis();
        boolean whole = length * step.toMillis() == cycle.toMillis();
        return whole && length > horizon && n >= 1.5 * length + horizon ? (int) length : 0;
    }

    /**
     * What is typical of each time: the exponentially weighted mean of the values a cycle, two cycles … before, smoothed
     * over up to fifteen steps. One cycle longer than the history; empty without a cycle.
     */
    private static double[] profile(double[] y, int cycle, double weight) {
        if (cycle == 0) {
            return new double[0];
        }
        int n = y.length;
        double[] smooth = smooth(y, cycle / 200);
        double[] typical = new double[n + cycle];
        for (int t = cycle; t < typical.length; t++) {
            double seen = smooth[t - cycle];
            typical[t] = t < 2 * cycle ? seen : typical[t - cycle] + weight * (seen - typical[t - cycle]);
        }
        return typical;
    }

    private static double[] smooth(double[] y, int cycleShare) {
        int radius = Math.min(cycleShare, 7);
        if (radius == 0) {
            return y;
        }
        double[] sums = new double[y.length + 1];
        for (int i = 0; i < y.length; i++) {
            sums[i + 1] = sums[i] + y[i];
        }
        double[] smooth = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            int from = Math.max(0, i - radius);
            int to = Math.min(y.length, i + radius + 1);
            smooth[i] = (sums[to] - sums[from]) / (to - from);
        }
        return smooth;
    }

    /** The earlier times that a fit learns from, the latest first in number: {@code last − i · stride}. */
    private record Rows(NearTermFeatures features, double[] y, int horizon, int last, int stride, int count) {

        int origin(int row) {
            return last - (count - 1 - row) * stride;
        }

        NearTermModel fit(Series history, double[] days, double[] weeks, int day, int week) {
            int k = features.count();
            double[][] coefficients = new double[horizon][];
            double[][] scales = new double[horizon][];
            double[][] grids = new double[horizon][];
            double mean = Arrays.stream(y).map(Math::abs).average().orElse(0);
            int held = Math.max(0, (int) (count * HELD_OUT) - 1);
            double off = 0;
            double total = 0;
            int inside = 0;
            int compared = 0;
            double[][] x = new double[count][k];
            double[] point = new double[count];
            double[] error = new double[count];
            for (int h = 1; h <= horizon; h++) {
                Equations eq = new Equations(k);
                for (int r = 0; r < count; r++) {
                    int t = origin(r);
                    features.of(t, h, x[r]);
                    if (r < count - held) {
                        eq.add(x[r], y[t + h] - y[t], weight(t, mean));
                    }
                }
                double[] early = eq.solve(RIDGE, RIDGE_ROWS);
                for (int r = count - held; r < count; r++) {
                    int t = origin(r);
                    off += Math.abs(y[t] + NearTermFeatures.dot(early, x[r]) - y[t + h]);
                    total += Math.abs(y[t + h]);
                    compared++;
                    eq.add(x[r], y[t + h] - y[t], weight(t, mean));
                }
                double[] c = eq.solve(RIDGE, RIDGE_ROWS);
                for (int r = 0; r < count; r++) {
                    int t = origin(r);
                    point[r] = y[t] + NearTermFeatures.dot(c, x[r]);
                    error[r] = y[t + h] - point[r];
                }
                coefficients[h - 1] = c;
                scales[h - 1] = plane(point, error, mean);
                grids[h - 1] = grid(point, error, scales[h - 1], k, h);
                for (int r = count - held; r < count; r++) {
                    double u = error[r] / NearTermModel.scale(scales[h - 1], point[r], features.unrest(origin(r)));
                    inside += u >= NearTermModel.quantile(grids[h - 1], 0.025)
                                    && u <= NearTermModel.quantile(grids[h - 1], 0.975)
                            ? 1
                            : 0;
                }
            }
            double naive = Accuracy.naiveError(y, Math.max(1, day));
            Backtest backtest = held == 0
                    ? Backtest.NONE
                    : new Backtest(
                            held,
                            horizon,
                            Drift.relative(off, total, compared),
                            naive > 0 ? off / compared / naive : Double.NaN,
                            (double) inside / compared);
            int n = y.length;
            return new NearTermModel(
                    history.end().toEpochMilli(),
                    history.step().toMillis(),
                    day == 0 ? days : Arrays.copyOfRange(days, n, n + day),
                    week == 0 ? weeks : Arrays.copyOfRange(weeks, n, n + week),
                    coefficients,
                    scales,
                    grids,
                    backtest);
        }

        /** Errors at high demand are larger and do not count for more. */
        private double weight(int t, double mean) {
            return 1 / (features.level(t) + mean + Double.MIN_NORMAL);
        }

        /** The mean absolute error as a plane over the forecast and the unrest, without negative slopes. */
        private double[] plane(double[] point, double[] error, double mean) {
            boolean[] out = new boolean[3];
            double[] x = new double[3];
            double sum = 0;
            for (int r = 0; r < count; r++) {
                sum += Math.abs(error[r]);
            }
            double[] plane = new double[3];
            for (int tries = 0; tries < 3; tries++) {
                Equations eq = new Equations(3);
                for (int r = 0; r < count; r++) {
                    int t = origin(r);
                    x[0] = out[0] ? 0 : 1;
                    x[1] = out[1] ? 0 : Math.max(0, point[r]);
                    x[2] = out[2] ? 0 : features.unrest(t);
                    double w = weight(t, mean);
                    eq.add(x, Math.abs(error[r]), w * w);
                }
                plane = eq.solve(RIDGE, 1);
                int worst = plane[1] < plane[2] ? 1 : 2;
                if (plane[0] >= 0 && plane[worst] >= 0) {
                    break;
                }
                out[plane[worst] < 0 ? worst : 0] = true;
            }
            // Never quite without an error.
            plane[0] = Math.max(plane[0], 0.05 * sum / count);
            plane[1] = Math.max(plane[1], 0);
            plane[2] = Math.max(plane[2], 0);
            return plane;
        }

        /**
         * Quantiles of the errors over their scale, wider for the coefficients that were fitted to them: errors of times
         * less than h apart are nearly the same.
         */
        private double[] grid(double[] point, double[] error, double[] plane, int k, int h) {
            double[] u = new double[count];
            for (int r = 0; r < count; r++) {
                double s = NearTermModel.scale(plane, point[r], features.unrest(origin(r)));
                u[r] = s > 0 ? error[r] / s : 0;
            }
            Arrays.sort(u);
            double apart = Math.max(2.0 * k, Math.min(count, (double) count * stride / h));
            double wider = Math.sqrt((apart + k) / (apart - k));
            double[] grid = new double[NearTermModel.GRID];
            for (int i = 0; i < grid.length; i++) {
                grid[i] = wider * NearTermModel.quantile(u, (i + 0.5) / grid.length);
            }
            return grid;
        }
    }
}
