package dev.headroom.forecast;

/**
 * Forecasts made at earlier origins of a history, beside what came.
 *
 * @param origins steps seen at each
 * @param errors {@code [origin][step]}: what came minus what was forecast; NaN where nothing came
 */
record Trials(int[] origins, double[][] errors) {

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
        double off = 0;
        double total = 0;
        int count = 0;
        int inside = 0;
        int judged = 0;
        for (int o = 0; o < origins.length; o++) {
            Intervals others = origins.length > 1 ? Intervals.of(errors, horizon, o) : null;
            for (int h = 0; h < errors[o].length; h++) {
                double e = errors[o][h];
                if (Double.isNaN(e)) {
                    continue;
                }
                off += Math.abs(e);
                total += Math.abs(came[origins[o] + h]);
                count++;
                if (others != null) {
                    judged++;
                    inside += e >= others.offset(h, 0.025) && e <= others.offset(h, 0.975) ? 1 : 0;
                }
            }
        }
        double naive = Accuracy.naiveError(came, period);
        return new Backtest(
                origins.length,
                horizon,
                Drift.relative(off, total, count),
                count == 0 || !(naive > 0) ? Double.NaN : off / count / naive,
                judged == 0 ? Double.NaN : inside / (double) judged);
    }
}
