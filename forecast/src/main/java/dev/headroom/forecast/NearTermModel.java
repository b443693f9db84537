package dev.headroom.forecast;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fitted {@link NearTerm}: a regression a step.
 *
 * @param endMillis end of the history it was fitted to, epoch milliseconds
 * @param stepMillis length of a step
 * @param days what is typical of the steps of the day after the end; empty without a daily cycle
 * @param weeks the same of the week
 * @param coefficients of the features, a row a step of the horizon
 * @param scales mean absolute error at rest and at zero, per unit of the forecast, and per unit of the unrest, a row a step
 * @param grids quantiles of the errors over their scale at the levels (i + ½) ⁄ length, a row a step
 * @param backtest of the last quarter of the history, by what the rest taught
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record NearTermModel(
        long endMillis,
        long stepMillis,
        double[] days,
        double[] weeks,
        double[][] coefficients,
        double[][] scales,
        double[][] grids,
        Backtest backtest)
        implements Fitted {

    static final String KIND = "near-term";
    static final int MEMORY = 120;
    static final int GRID = 200;

    @Override
    public String description() {
        return "near-term" + (days.length == 0 ? "" : weeks.length == 0 ? ", typical day" : ", typical day and week");
    }

    @Override
    public int memory() {
        return MEMORY;
    }

    @Override
    public double[][] quantiles(Series seen, int horizon, double[] levels) {
        double[] y = Gaps.filled(seen.last(MEMORY)).values();
        double[][] values = new double[horizon][levels.length];
        if (y.length == 0 || Double.isNaN(y[0])) {
            return values;
        }
        double fast = y[0];
        double slow = y[0];
        double low = y[0];
        for (int i = 1; i < y.length; i++) {
            fast += Math.max(NearTermFeatures.FAST, 1.0 / (i + 1)) * (y[i] - fast);
            slow += Math.max(NearTermFeatures.SLOW, 1.0 / (i + 1)) * (y[i] - slow);
            low = Math.min(low, y[i]);
        }
        double now = y[y.length - 1];
        double before = y.length > 1 ? y[y.length - 2] : now;
        // The last step seen, counted from the first after the fit.
        long at = Math.floorDiv(seen.end().toEpochMilli() - endMillis, stepMillis) - 1;
        double unrest = NearTermFeatures.unrest(now, fast, slow);
        double[] x = new double[NearTermFeatures.count(days.length > 0, weeks.length > 0)];
        for (int h = 1; h <= horizon; h++) {
            int row = Math.min(h, coefficients.length) - 1;
            double point = now;
            if (coefficients[row].length > 0) {
                NearTermFeatures.fill(x, now, before, fast, slow, pair(days, at, h), pair(weeks, at, h));
                point += NearTermFeatures.dot(coefficients[row], x);
            }
            double least = low >= 0 ? 0 : Double.NEGATIVE_INFINITY;
            double previous = least;
            for (int k = 0; k < levels.length; k++) {
                double v = point + scale(scales[row], point, unrest) * quantile(grids[row], levels[k]);
                previous = Math.max(previous, Double.isFinite(v) ? v : now);
                values[h - 1][k] = previous;
            }
        }
        return values;
    }

    private static double @Nullable [] pair(double[] typical, long at, int h) {
        int n = typical.length;
        return n == 0
                ? null
                : new double[] {
                    typical[(int) Math.floorMod(at, (long) n)], typical[(int) Math.floorMod(at + h, (long) n)]
                };
    }

    /**
     * The size of an error.
     *
     * @param plane at rest and at zero, per unit of the forecast, per unit of the unrest
     */
    static double scale(double[] plane, double point, double unrest) {
        return plane[0] + plane[1] * Math.max(0, point) + plane[2] * unrest;
    }

    /** Interpolated between values that ascend. */
    static double quantile(double[] ascending, double level) {
        double at = level * ascending.length - 0.5;
        int last = ascending.length - 1;
        int i = (int) Math.clamp(Math.floor(at), 0, last);
        double w = Math.clamp(at - i, 0, 1);
        return ascending[i] + w * (ascending[Math.min(last, i + 1)] - ascending[i]);
    }

    @Override
    public SavedModel saved() {
        Map<String, double[]> numbers = new HashMap<>();
        numbers.put("time", new double[] {endMillis, stepMillis, coefficients.length});
        numbers.put("days", days);
        numbers.put("weeks", weeks);
        numbers.put("coefficients", flat(coefficients));
        numbers.put("scales", flat(scales));
        numbers.put("grids", flat(grids));
        numbers.put("backtest", Models.numbers(backtest));
        return new SavedModel(KIND, 1, numbers, List.of());
    }

    static NearTermModel restore(SavedModel saved) {
        double[] time = saved.expect(1).get("time");
        int steps = (int) time[2];
        return new NearTermModel(
                (long) time[0],
                (long) time[1],
                saved.get("days"),
                saved.get("weeks"),
                rows(saved.get("coefficients"), steps),
                rows(saved.get("scales"), steps),
                rows(saved.get("grids"), steps),
                Models.backtest(saved.get("backtest")));
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[][] rows(double[] flat, int count) {
        int width = flat.length / count;
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }
}
