package dev.headroom.forecast;

import java.util.List;

/**
 * Forecasts made at earlier origins of a history, beside what came.
 *
 * @param origins steps seen at each
 * @param errors {@code [origin][step]}: what came minus what was forecast; NaN where nothing came
 */
record Trials(int[] origins, double[][] errors) {
    private static final double LEAST_SIZE = 0.05;

    /** Backtests a model whose parameters came from no later than the first origin. */
    static Trials of(Model model, Series filled, double[] came, int[] origins, int horizon) {
        double[][] errors = new double[origins.length][];
        for (int o = 0; o < origins.length; o++) {
            Series seen = filled.first(origins[o]);
            double[] points =
                    Bounds.of(seen.values()).inside(model.point(seen, horizon), seen.values()[origins[o] - 1]);
            errors[o] = errors(points, came, origins[o]);
        }
        return new Trials(origins, errors);
    }

    static double[] errors(double[] points, double[] came, int origin) {
        double[] errors = new double[points.length];
        for (int h = 0; h < errors.length; h++) {
            errors[h] = origin + h < came.length ? came[origin + h] - points[h] : Double.NaN;
        }
        return errors;
    }

    /** The intervals that these errors give. */
    Intervals intervals(double[] came, int horizon) {
        return Intervals.of(errors, sizes(came, horizon), -1);
    }

    /** The mean absolute value of what came at each step over the origins; 0 where nothing did. */
    private double[] sizes(double[] came, int horizon) {
        double[] sizes = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            int count = 0;
            for (int origin : origins) {
                if (origin + h < came.length && !Double.isNaN(came[origin + h])) {
                    sizes[h] += Math.abs(came[origin + h]);
                    count++;
                }
            }
            sizes[h] /= Math.max(1, count);
        }
        return sizes;
    }

    /** Weighted means of the forecasts of several models, by their errors at the same origins. */
    static Trials mixed(List<Trials> each, double[] weights) {
        Trials first = each.get(0);
        double[][] errors = new double[first.origins.length][];
        for (int o = 0; o < errors.length; o++) {
            errors[o] = new double[first.errors[o].length];
            for (int m = 0; m < weights.length; m++) {
                for (int h = 0; weights[m] > 0 && h < errors[o].length; h++) {
                    errors[o][h] += weights[m] * each.get(m).errors[o][h];
                }
            }
        }
        return new Trials(first.origins, errors);
    }

    /** The mean absolute error; 0 when nothing came. */
    double absolute() {
        double off = 0;
        int count = 0;
        for (double[] of : errors) {
            for (double e : of) {
                if (!Double.isNaN(e)) {
                    off += Math.abs(e);
                    count++;
                }
            }
        }
        return count > 0 ? off / count : 0;
    }

    /**
     * The mean symmetric error, 2|e| ⁄ (|y| + |ŷ|), in [0, 2]; the denominator is a twentieth of the mean at least, so that zeros
     * among larger values do not decide alone.
     */
    double symmetric(double[] came) {
        double total = 0;
        int count = 0;
        for (int o = 0; o < errors.length; o++) {
            for (int h = 0; h < errors[o].length; h++) {
                if (!Double.isNaN(errors[o][h])) {
                    total += Math.abs(came[origins[o] + h]);
                    count++;
                }
            }
        }
        double least = count > 0 ? LEAST_SIZE * total / count : 0;
        double off = 0;
        for (int o = 0; o < errors.length; o++) {
            for (int h = 0; h < errors[o].length; h++) {
                double e = errors[o][h];
                if (!Double.isNaN(e)) {
                    double y = came[origins[o] + h];
                    double size = Math.max(Math.abs(y) + Math.abs(y - e), least);
                    off += size > 0 ? Math.min(2, 2 * Math.abs(e) / size) : 0;
                }
            }
        }
        return count > 0 ? off / count : 0;
    }

    /** The mean absolute error over the mean of what came (WAPE). */
    double error(double[] came) {
        double off = 0;
        double total = 0;
        int count = 0;
        for (int o = 0; o < errors.length; o++) {
            for (int h = 0; h < errors[o].length; h++) {
                if (!Double.isNaN(errors[o][h])) {
                    off += Math.abs(errors[o][h]);
                    total += Math.abs(came[origins[o] + h]);
                    count++;
                }
            }
        }
        return Drift.relative(off, total, count);
    }

    /**
     * The summary of these trials.
     *
     * @param came the history with its gaps
     * @param period the cycle by which errors are scaled, 1 for none
     */
    Backtest summary(double[] came, int horizon, int period) {
        if (origins.length == 0) {
            return Backtest.NONE;
        }
        double[] sizes = sizes(came, horizon);
        int inside = 0;
        int judged = 0;
        for (int o = 0; o < origins.length && origins.length > 1; o++) {
            Intervals others = Intervals.of(errors, sizes, o);
            for (int h = 0; h < errors[o].length; h++) {
                double e = errors[o][h];
                if (!Double.isNaN(e)) {
                    judged++;
                    inside += e >= others.offset(h, 0.025) && e <= others.offset(h, 0.975) ? 1 : 0;
                }
            }
        }
        double naive = Accuracy.naiveError(came, period);
        return new Backtest(
                origins.length,
                horizon,
                error(came),
                naive > 0 ? absolute() / naive : Double.NaN,
                judged == 0 ? Double.NaN : inside / (double) judged);
    }
}
