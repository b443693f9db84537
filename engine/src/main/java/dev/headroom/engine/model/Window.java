package dev.headroom.engine.model;

import java.util.Arrays;

/**
 * An immutable run of timed values, oldest first, at most one per instant. Adding returns a new window; values older than
 * the span are dropped.
 *
 * @param millis times in epoch milliseconds, strictly ascending
 * @param values the values, same length
 */
public record Window(long[] millis, double[] values) {

    /** No values. */
    public static final Window EMPTY = new Window(new long[0], new double[0]);

    /** The window with a value added and everything at or before {@code at − spanMillis} dropped. */
    public Window with(long at, double value, long spanMillis) {
        return with(at, value, spanMillis, Integer.MAX_VALUE);
    }

    /** As {@link #with(long, double, long)}, keeping at most {@code most} values, the newest. */
    public Window with(long at, double value, long spanMillis, int most) {
        int from = Math.max(firstAfter(at - spanMillis), millis.length - most + 1);
        int keep = millis.length - from;
        long[] m = new long[keep + 1];
        double[] v = new double[keep + 1];
        System.arraycopy(millis, from, m, 0, keep);
        System.arraycopy(values, from, v, 0, keep);
        m[keep] = at;
        v[keep] = value;
        return new Window(m, v);
    }

    /**
     * As {@link #with}, also dropping older values that can never be the maximum again (sign 1) or the minimum again (sign
     * −1): the first value is then the extremum of the span, and the window stays short.
     */
    public Window withExtremum(long at, double value, long spanMillis, int sign) {
        int from = firstAfter(at - spanMillis);
        int to = millis.length;
        while (to > from && sign * values[to - 1] <= sign * value) {
            to--;
        }
        int keep = to - from;
        long[] m = new long[keep + 1];
        double[] v = new double[keep + 1];
        System.arraycopy(millis, from, m, 0, keep);
        System.arraycopy(values, from, v, 0, keep);
        m[keep] = at;
        v[keep] = value;
        return new Window(m, v);
    }

    private int firstAfter(long limit) {
        int i = 0;
        while (i < millis.length && millis[i] <= limit) {
            i++;
        }
        return i;
    }

    /** Number of values. */
    public int size() {
        return millis.length;
    }

    /** The oldest value; NaN when empty. */
    public double first() {
        return values.length == 0 ? Double.NaN : values[0];
    }

    /** The newest value; NaN when empty. */
    public double last() {
        return values.length == 0 ? Double.NaN : values[values.length - 1];
    }

    /** Mean of the values later than {@code sinceMillis}; NaN when none. */
    public double mean(long sinceMillis) {
        double sum = 0;
        int n = 0;
        for (int i = values.length - 1; i >= 0 && millis[i] > sinceMillis; i--) {
            sum += values[i];
            n++;
        }
        return n == 0 ? Double.NaN : sum / n;
    }

    /** Largest of all values; NaN when empty. */
    public double max() {
        double m = Double.NaN;
        for (double v : values) {
            if (!(v <= m)) {
                m = v;
            }
        }
        return m;
    }

    /** Smallest of all values; NaN when empty. */
    public double min() {
        double m = Double.NaN;
        for (double v : values) {
            if (!(v >= m)) {
                m = v;
            }
        }
        return m;
    }

    /** Quantile of all values, linear between order statistics; NaN when empty. */
    public double quantile(double p) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double pos = p * (sorted.length - 1);
        int i = (int) pos;
        return i + 1 >= sorted.length ? sorted[i] : sorted[i] + (pos - i) * (sorted[i + 1] - sorted[i]);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Window w && Arrays.equals(millis, w.millis) && Arrays.equals(values, w.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(millis) * 31 + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Window[" + millis.length + " values]";
    }
}
