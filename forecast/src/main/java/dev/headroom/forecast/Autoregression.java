package dev.headroom.forecast;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A long linear autoregression: each value from those just before it and those around the same time of the last days and weeks,
 * by ridge regression, run forward step by step.
 *
 * <p>Source of the recursion: G. E. P. Box and G. M. Jenkins, "Time Series Analysis" (1970); the lags around each season stand in for
 * the products of a seasonal model.
 */
public final class Autoregression implements Method {
    static final String KIND = "ar";
    private static final int NEAR = 26;
    private static final int MOST_ROWS = 6000;
    private static final int NEAR_FAST = 8;
    private static final int MOST_ROWS_FAST = 2500;
    private static final double PENALTY = 0.002;

    private final boolean log;
    private final int near;
    private final int rows;

    /**
     * An autoregression.
     *
     * @param log whether of logarithms, where the series allows
     */
    public Autoregression(boolean log) {
        this(log, NEAR, MOST_ROWS);
    }

    private Autoregression(boolean log, int near, int rows) {
        this.log = log;
        this.near = near;
        this.rows = rows;
    }

    /** Of logarithms, with fewer lags and of the last rows only, for when time is short. */
    public static Autoregression fast() {
        return new Autoregression(true, NEAR_FAST, MOST_ROWS_FAST);
    }

    @Override
    public String name() {
        return log ? "ar-log" : "ar";
    }

    private int[] lags(Seasons seasons, int n) {
        TreeSet<Integer> lags = new TreeSet<>();
        int most = n / 3;
        for (int k = 1; k <= near; k++) {
            lags.add(k);
        }
        if (seasons.day() > 0) {
            for (int days = 1; days <= (near < NEAR ? 2 : 7); days++) {
                around(lags, days * seasons.day());
            }
        }
        if (seasons.week() > 0) {
            around(lags, seasons.week());
            around(lags, 2 * seasons.week());
        }
        lags.removeIf(k -> k < 1 || k > most);
        return lags.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void around(Set<Integer> lags, int lag) {
        lags.add(lag - 1);
        lags.add(lag);
        lags.add(lag + 1);
    }

    @Override
    public Model fit(Series history, Seasons seasons) {
        double[] y = history.values();
        Scaling scaling = Scaling.of(y, log);
        int[] lags = lags(seasons, y.length);
        int reach = lags.length == 0 ? 0 : lags[lags.length - 1];
        double[] z = scaling.in(y);
        Ridge ridge = new Ridge(lags.length + 1, 1);
        double[] x = new double[lags.length + 1];
        int count = 0;
        for (int i = Math.max(reach, y.length - rows); i < y.length; i++) {
            features(z, i, lags, x);
            ridge.add(x, z[i], 1);
            count++;
        }
        double[][] solved = count > lags.length ? ridge.solve(PENALTY * count + 1e-6) : null;
        double[] weights = new double[lags.length + 1];
        if (solved != null) {
            for (int k = 0; k < weights.length; k++) {
                weights[k] = solved[k][0];
            }
        } else if (lags.length > 0) {
            weights[0] = 1;
        }
        return new Linear(lags, weights, scaling);
    }

    private static void features(double[] z, int at, int[] lags, double[] x) {
        for (int k = 0; k < lags.length; k++) {
            x[k] = z[at - lags[k]];
        }
        x[lags.length] = 1;
    }

    /** The fitted coefficients, the constant last. */
    record Linear(int[] lags, double[] weights, Scaling scaling) implements Model {

        @Override
        public String description() {
            return "AR of " + lags.length + " lags" + (scaling.log() ? " of logarithms" : "");
        }

        @Override
        public double[] point(Series seen, int horizon) {
            double[] y = seen.values();
            int reach = lags.length == 0 ? 0 : lags[lags.length - 1];
            double[] z = new double[reach + horizon];
            for (int i = 0; i < reach; i++) {
                z[i] = scaling.in(y[Math.max(0, y.length - reach + i)]);
            }
            Bounds bounds = Bounds.of(y);
            double low = scaling.in(bounds.least());
            double high = scaling.in(bounds.most());
            double[] x = new double[lags.length + 1];
            double[] points = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                features(z, reach + h, lags, x);
                double sum = 0;
                for (int k = 0; k < x.length; k++) {
                    sum += weights[k] * x[k];
                }
                z[reach + h] = sum <= low ? low : sum >= high ? high : sum;
                points[h] = scaling.out(z[reach + h]);
            }
            return points;
        }

        @Override
        public SavedModel saved() {
            double[] each = new double[lags.length];
            for (int k = 0; k < each.length; k++) {
                each[k] = lags[k];
            }
            return SavedModel.of(KIND, 1, Map.of("lags", each, "weights", weights, "scaling", scaling.numbers()));
        }

        static Linear restore(SavedModel saved) {
            double[] each = saved.expect(1).get("lags");
            int[] lags = new int[each.length];
            for (int k = 0; k < lags.length; k++) {
                lags[k] = (int) each[k];
            }
            Scaling scaling = Scaling.of(saved.get("scaling"));
            return new Linear(lags, saved.get("weights"), scaling);
        }
    }
}
