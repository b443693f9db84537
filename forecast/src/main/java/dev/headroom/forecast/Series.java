package dev.headroom.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * A history of one signal in steps of equal length.
 *
 * @param start begin of the first step
 * @param step length of a step, at least a millisecond
 * @param values a value a step, in the signal's base unit; NaN where nothing was seen. The array is not copied and must not
 *     be changed afterwards
 */
public record Series(Instant start, Duration step, double[] values) {

    public Series {
        if (step.toMillis() < 1) {
            throw new IllegalArgumentException("a series needs a step of at least a millisecond, not " + step);
        }
        for (double v : values) {
            if (Double.isInfinite(v)) {
                throw new IllegalArgumentException("a series holds finite values, or NaN for what was not seen");
            }
        }
    }

    /** Number of steps. */
    public int size() {
        return values.length;
    }

    /** End of the last step: the time up to which this series knows. */
    public Instant end() {
        return start.plus(step.multipliedBy(values.length));
    }

    /** Begin of a step, which may lie after the end. */
    public Instant time(int i) {
        return start.plus(step.multipliedBy(i));
    }

    /**
     * What had been seen after the first steps.
     *
     * @param steps how many, from 0 to all
     */
    public Series first(int steps) {
        return steps == values.length ? this : new Series(start, step, Arrays.copyOf(values, steps));
    }

    /** What had been seen by a time: the steps that had ended by then. */
    public Series until(Instant now) {
        long ended = Math.floorDiv(Duration.between(start, now).toMillis(), step.toMillis());
        return first(Math.clamp(ended, 0, values.length));
    }

    /** The last steps only, all when there are not so many. */
    public Series last(int steps) {
        int from = Math.max(0, values.length - steps);
        return from == 0 ? this : new Series(time(from), step, Arrays.copyOfRange(values, from, values.length));
    }

    /**
     * In longer steps: the sum of each, scaled up where some of it was not seen, NaN where half or more was not.
     *
     * @param longer a whole multiple of the step
     */
    public Series summed(Duration longer) {
        long ratio = longer.toMillis() / step.toMillis();
        if (ratio < 1 || ratio * step.toMillis() != longer.toMillis()) {
            throw new IllegalArgumentException("a step of " + longer + " is not a whole multiple of " + step);
        }
        long offset = Math.floorMod(start.toEpochMilli(), longer.toMillis()) / step.toMillis();
        // Begin on a whole step of the clock; what is left over at either end does not count.
        int skip = (int) Math.min(values.length, offset == 0 ? 0 : ratio - offset);
        double[] sums = new double[(int) ((values.length - skip) / ratio)];
        for (int i = 0; i < sums.length; i++) {
            int seen = 0;
            for (int k = 0; k < ratio; k++) {
                double v = values[(int) (skip + i * ratio + k)];
                if (!Double.isNaN(v)) {
                    sums[i] += v;
                    seen++;
                }
            }
            sums[i] = 2L * seen > ratio ? sums[i] * ratio / seen : Double.NaN;
        }
        return new Series(time(skip), longer, sums);
    }

    /** The same steps with other values. */
    Series with(double[] other) {
        return new Series(start, step, other);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Series s && start.equals(s.start) && step.equals(s.step) && Arrays.equals(values, s.values);
    }

    @Override
    public int hashCode() {
        return start.hashCode() * 31 + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Series[" + values.length + " × " + step + " from " + start + "]";
    }
}
