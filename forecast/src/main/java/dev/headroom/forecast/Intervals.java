package dev.headroom.forecast;

import java.util.Arrays;
import java.util.Map;

/**
 * How far what comes lies from its forecast, learnt from a backtest: a scale for each step of the horizon, and the
 * distribution of errors over their scale, pooled over all steps.
 *
 * <p>Split-conformal prediction with normalised scores, per horizon step: residuals of rolling origins, divided by a smoothed
 * mean absolute residual of their step, give the quantiles, each taken a little further out for the finite number of origins.
 * Sources: J. Lei, M. G'Sell, A. Rinaldo, R. Tibshirani, L. Wasserman, "Distribution-free predictive inference for regression"
 * (2018); K. Stankevičiūtė, A. Alaa, M. van der Schaar, "Conformal time-series forecasting" (2021).
 *
 * @param scale one a step, in the unit of the signal; the last one holds, growing with the square root, beyond
 * @param grid quantiles of the normalised errors at the levels (i + ½) ⁄ length
 */
record Intervals(double[] scale, double[] grid) {
    private static final String KIND = "intervals";
    private static final int GRID = 200;
    private static final double NEIGHBOUR = 0.5;

    /** No spread: nothing is known about errors. */
    static Intervals none(int horizon, double scale) {
        double[] flat = new double[horizon];
        Arrays.fill(flat, scale);
        double[] grid = new double[GRID];
        for (int i = 0; i < GRID; i++) {
            double p = (i + 0.5) / GRID;
            grid[i] = 1.25 * Normal.quantile(p); // the mean absolute value of a normal is 0.8 of its deviation
        }
        return new Intervals(flat, grid);
    }

    /**
     * From the errors of a backtest.
     *
     * @param errors {@code [origin][step]}: what came minus what was forecast; NaN where nothing came. Steps may be missing at
     *     the end of an origin
     * @param without an origin to leave out, −1 for none
     */
    static Intervals of(double[][] errors, int horizon, int without) {
        double[] mean = new double[horizon];
        int[] count = new int[horizon];
        double all = 0;
        int total = 0;
        for (int o = 0; o < errors.length; o++) {
            for (int h = 0; o != without && h < Math.min(horizon, errors[o].length); h++) {
                if (!Double.isNaN(errors[o][h])) {
                    mean[h] += Math.abs(errors[o][h]);
                    count[h]++;
                    all += Math.abs(errors[o][h]);
                    total++;
                }
            }
        }
        double overall = total > 0 ? all / total : 0;
        double[] scale = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            double sum = 0;
            double weight = 0;
            for (int k = Math.max(0, h - 3); k <= Math.min(horizon - 1, h + 3); k++) {
                double w = Math.pow(NEIGHBOUR, Math.abs(k - h));
                sum += w * mean[k];
                weight += w * count[k];
            }
            // As if one more error of the overall size had been seen.
            scale[h] = (sum + overall) / (weight + 1);
        }
        double[] pooled = new double[total];
        int n = 0;
        int origins = 0;
        for (int o = 0; o < errors.length; o++) {
            origins += o == without ? 0 : 1;
            for (int h = 0; o != without && h < Math.min(horizon, errors[o].length); h++) {
                if (!Double.isNaN(errors[o][h])) {
                    pooled[n++] = scale[h] > 0 ? errors[o][h] / scale[h] : 0;
                }
            }
        }
        Arrays.sort(pooled);
        double wider = Math.sqrt(1 + 1.0 / Math.max(1, origins));
        double[] grid = new double[GRID];
        for (int i = 0; i < GRID; i++) {
            double p = (i + 0.5) / GRID;
            grid[i] = n == 0 ? 0 : wider * sorted(pooled, p * n - 0.5);
        }
        return new Intervals(scale, grid);
    }

    private static double sorted(double[] ascending, double at) {
        int last = ascending.length - 1;
        int i = (int) Math.clamp(Math.floor(at), 0, last);
        double w = Math.clamp(at - i, 0, 1);
        return ascending[i] + w * (ascending[Math.min(last, i + 1)] - ascending[i]);
    }

    /** How far above the forecast of a step a quantile lies. */
    double offset(int step, double level) {
        int n = scale.length;
        double s = step < n ? scale[step] : scale[n - 1] * Math.sqrt((step + 1.0) / n);
        return s * sorted(grid, level * grid.length - 0.5);
    }

    /**
     * The quantiles around forecasts.
     *
     * @return {@code [step][level]}, ascending, within bounds
     */
    double[][] around(double[] points, double[] levels, Bounds bounds) {
        double[][] values = new double[points.length][levels.length];
        for (int h = 0; h < points.length; h++) {
            double before = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < levels.length; k++) {
                before = Math.max(before, bounds.inside(points[h] + offset(h, levels[k])));
                values[h][k] = before;
            }
        }
        return values;
    }

    SavedModel saved() {
        return SavedModel.of(KIND, 1, Map.of("scale", scale, "grid", grid));
    }

    static Intervals restore(SavedModel saved) {
        return new Intervals(saved.expect(1).get("scale"), saved.get("grid"));
    }
}
