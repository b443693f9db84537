package dev.headroom.engine.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * A forecast of one signal: quantiles for each step of a horizon, in the signal's base unit. Who made it does not matter
 * to the engine.
 *
 * @param signal the signal forecast
 * @param model the forecaster's name, for explanations
 * @param madeAt the time up to which data was used
 * @param start the begin of the first step
 * @param step the length of a step
 * @param levels quantile levels in (0, 1), ascending
 * @param values {@code values[i][k]}: level {@code k} of step {@code i}; ascending in {@code k}
 * @param recentError mean absolute error of recent forecasts relative to the mean of what came (WAPE), 0 = perfect; NaN
 *     when not yet known
 */
public record Forecast(
        String signal,
        String model,
        Instant madeAt,
        Instant start,
        Duration step,
        double[] levels,
        double[][] values,
        double recentError) {

    public Forecast {
        if (levels.length == 0 || values.length == 0 || step.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "a forecast needs at least one level, one step and a step length of at least a millisecond");
        }
        for (int k = 0; k < levels.length; k++) {
            if (!(levels[k] > 0 && levels[k] < 1) || (k > 0 && levels[k] <= levels[k - 1])) {
                throw new IllegalArgumentException(
                        "forecast levels must ascend inside (0, 1): " + Arrays.toString(levels));
            }
        }
        for (double[] row : values) {
            if (row.length != levels.length) {
                throw new IllegalArgumentException("every forecast step needs a value per level");
            }
        }
    }

    /**
     * The same of something else that comes with it, so much for each.
     *
     * @param each at least 0
     */
    public Forecast times(double each) {
        double[][] others = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            others[i] = values[i].clone();
            for (int k = 0; k < others[i].length; k++) {
                others[i][k] *= each;
            }
        }
        return new Forecast(signal, model, madeAt, start, step, levels, others, recentError);
    }

    /** The end of the last step. */
    public Instant end() {
        return start.plus(step.multipliedBy(values.length));
    }

    /**
     * The largest value of a quantile over the steps that touch [from, to], linearly interpolated between levels; NaN when
     * no step with a value touches the span.
     *
     * @param level quantile in (0, 1); clamped to the levels present
     */
    public double peak(double level, Instant from, Instant to) {
        long stepMillis = step.toMillis();
        long first = Math.floorDiv(Duration.between(start, from).toMillis(), stepMillis);
        long last = Math.floorDiv(Duration.between(start, to).toMillis(), stepMillis);
        double peak = Double.NaN;
        for (long i = Math.max(0, first); i <= last && i < values.length; i++) {
            double v = at((int) i, level);
            // A step without a value takes nothing away from those that have one.
            if (v > peak || Double.isNaN(peak)) {
                peak = v;
            }
        }
        return peak;
    }

    private double at(int i, double level) {
        double[] row = values[i];
        if (level <= levels[0]) {
            return row[0];
        }
        for (int k = 1; k < levels.length; k++) {
            if (level <= levels[k]) {
                double w = (level - levels[k - 1]) / (levels[k] - levels[k - 1]);
                return row[k - 1] + w * (row[k] - row[k - 1]);
            }
        }
        return row[row.length - 1];
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Forecast f
                && signal.equals(f.signal)
                && model.equals(f.model)
                && madeAt.equals(f.madeAt)
                && start.equals(f.start)
                && step.equals(f.step)
                && Arrays.equals(levels, f.levels)
                && Arrays.deepEquals(values, f.values)
                && Double.compare(recentError, f.recentError) == 0;
    }

    @Override
    public int hashCode() {
        return signal.hashCode() * 31 + madeAt.hashCode();
    }

    @Override
    public String toString() {
        return "Forecast[" + signal + " by " + model + ", made " + madeAt + ", " + values.length + " × " + step + "]";
    }
}
