package dev.headroom.forecast;

import java.util.Arrays;
import java.util.Map;

/**
 * How far what comes lies from its forecast, learnt from a backtest: a scale for each step of the horizon, and the
 * distribution of errors over their scale, the same to both sides and for all steps.
 *
 * <p>Conformal prediction with normalised scores: each absolute error of a rolling origin is divided by the scale of its step that
 * the other origins give (leave one out, as the jackknife+), and the quantiles of all these ratios, times the scale, are the
 * intervals, a little wider for the finite number of origins. Sources: R. Barber, E. Candès, A. Ramdas, R. Tibshirani, "Predictive
 * inference with the jackknife+" (2021); K. Stankevičiūtė, A. Alaa, M. van der Schaar, "Conformal time-series forecasting" (2021).
 *
 * @param scale one a step, in the unit of the signal; the last one holds, growing with the square root, beyond
 * @param grid quantiles of the absolute ratios at 0, 0.01, …, 1
 */
record Intervals(double[] scale, double[] grid) {
    private static final String KIND = "intervals";
    private static final int GRID = 100;
    private static final int NEIGHBOURS = 3;
    private static final double FADE = 0.5;
    /** So many errors as the level of the step would have it count beside those of each step. */
    private static final double PRIOR = 10;
    /** Share of that which does not depend on the level. */
    private static final double EVEN = 0.1;
    /** Found on training parts only: widens by 10 % at 12 origins. */
    private static final double FEW_ORIGINS = 2.5;

    /** Without a backtest: normal errors of a known mean size. */
    static Intervals none(int horizon, double size) {
        double[] flat = new double[horizon];
        Arrays.fill(flat, size);
        double[] grid = new double[GRID + 1];
        for (int i = 1; i <= GRID; i++) {
            double u = Math.min(i / (double) GRID, 0.9995);
            grid[i] =
                    1.25 * Normal.quantile((1 + u) / 2); // the mean absolute value of a normal is 0.8 of its deviation
        }
        return new Intervals(flat, grid);
    }

    /**
     * From the errors of a backtest.
     *
     * @param errors {@code [origin][step]}: what came minus what was forecast; NaN where nothing came
     * @param sizes mean absolute value of what came at each step: where more comes, errors are taken to be larger
     * @param without an origin to leave out, −1 for none
     */
    static Intervals of(double[][] errors, double[] sizes, int without) {
        int horizon = sizes.length;
        Sums sums = new Sums(errors, sizes, without);
        double[] ratios = new double[errors.length * horizon];
        int n = 0;
        int origins = 0;
        for (int o = 0; o < errors.length; o++) {
            if (o == without) {
                continue;
            }
            origins++;
            double[] others = sums.scale(errors.length > 1 ? o : -1);
            for (int h = 0; h < horizon; h++) {
                double e = Math.abs(errors[o][h]);
                if (!Double.isNaN(e)) {
                    ratios[n++] = others[h] > 0 ? e / others[h] : 0;
                }
            }
        }
        Arrays.sort(ratios, 0, n);
        double wider = Math.sqrt(1 + FEW_ORIGINS / Math.max(1, origins));
        double[] grid = new double[GRID + 1];
        for (int i = 1; i <= GRID; i++) {
            grid[i] = n == 0 ? 0 : wider * sorted(ratios, n, i / (double) GRID * n - 0.5);
        }
        return new Intervals(sums.scale(-1), grid);
    }

    /** Sums of absolute errors a step over origins, from which any one can be left out. */
    private static final class Sums {
        private final double[][] errors;
        private final int horizon;
        private final double[] relative;
        private final double[] sum;
        private final int[] count;

        Sums(double[][] errors, double[] sizes, int without) {
            this.errors = errors;
            this.horizon = sizes.length;
            double mean = Profiles.mean(sizes, 0, horizon);
            relative = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                relative[h] = mean > 0 ? EVEN + (1 - EVEN) * sizes[h] / mean : 1;
            }
            sum = new double[horizon];
            count = new int[horizon];
            for (int o = 0; o < errors.length; o++) {
                for (int h = 0; o != without && h < horizon; h++) {
                    if (!Double.isNaN(errors[o][h])) {
                        sum[h] += Math.abs(errors[o][h]);
                        count[h]++;
                    }
                }
            }
        }

        /** The scale of each step, smoothed over its neighbours and drawn to what its level would have, without an origin or −1. */
        double[] scale(int without) {
            double[] s = sum.clone();
            int[] c = count.clone();
            double all = 0;
            int total = 0;
            for (int h = 0; h < horizon; h++) {
                if (without >= 0 && !Double.isNaN(errors[without][h])) {
                    s[h] = Math.max(0, s[h] - Math.abs(errors[without][h]));
                    c[h]--;
                }
                all += s[h];
                total += c[h];
            }
            double overall = total > 0 ? all / total : 0;
            double[] scale = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                double of = PRIOR * overall * relative[h];
                double weight = PRIOR;
                double w = 1;
                for (int k = 0; k <= NEIGHBOURS; k++) {
                    if (h - k >= 0) {
                        of += w * s[h - k];
                        weight += w * c[h - k];
                    }
                    if (k > 0 && h + k < horizon) {
                        of += w * s[h + k];
                        weight += w * c[h + k];
                    }
                    w *= FADE;
                }
                scale[h] = of / weight;
            }
            return scale;
        }
    }

    private static double sorted(double[] ascending, int n, double at) {
        int i = (int) Math.clamp(Math.floor(at), 0, n - 1);
        double w = Math.clamp(at - i, 0, 1);
        return ascending[i] + w * (ascending[Math.min(n - 1, i + 1)] - ascending[i]);
    }

    /** How far above the forecast of a step a quantile lies. */
    double offset(int step, double level) {
        int n = scale.length;
        double s = step < n ? scale[step] : scale[n - 1] * Math.sqrt((step + 1.0) / n);
        double share = Math.abs(2 * level - 1);
        return Math.signum(level - 0.5) * s * sorted(grid, grid.length, share * (grid.length - 1));
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
