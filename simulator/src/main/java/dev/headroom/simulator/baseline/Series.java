package dev.headroom.simulator.baseline;

/** A mutable run of timed numbers, oldest first, of which only a span is kept. */
final class Series {
    private final long spanMillis;
    private long[] millis = new long[32];
    private double[] values = new double[32];
    private int from;
    private int to;

    /** A run that forgets what is {@code spanMillis} old or older. */
    Series(long spanMillis) {
        this.spanMillis = spanMillis;
    }

    /** Adds a number; {@code at} must not be before the newest. */
    void add(long at, double value) {
        while (from < to && millis[from] <= at - spanMillis) {
            from++;
        }
        if (to == millis.length) {
            int size = to - from;
            long[] m = size > millis.length / 2 ? new long[millis.length * 2] : millis;
            double[] v = size > values.length / 2 ? new double[values.length * 2] : values;
            System.arraycopy(millis, from, m, 0, size);
            System.arraycopy(values, from, v, 0, size);
            millis = m;
            values = v;
            from = 0;
            to = size;
        }
        millis[to] = at;
        values[to++] = value;
    }

    /** Smallest number later than {@code since}, or {@code otherwise} when that is smaller. */
    double min(long since, double otherwise) {
        double min = otherwise;
        for (int i = to - 1; i >= from && millis[i] > since; i--) {
            min = Math.min(min, values[i]);
        }
        return min;
    }

    /** Largest number later than {@code since}, or {@code otherwise} when that is larger. */
    double max(long since, double otherwise) {
        double max = otherwise;
        for (int i = to - 1; i >= from && millis[i] > since; i--) {
            max = Math.max(max, values[i]);
        }
        return max;
    }

    /** Sum of the numbers later than {@code since}. */
    double sum(long since) {
        double sum = 0;
        for (int i = to - 1; i >= from && millis[i] > since; i--) {
            sum += values[i];
        }
        return sum;
    }

    /** Mean of the numbers later than {@code since}; NaN when there are none. */
    double mean(long since) {
        double sum = 0;
        int n = 0;
        for (int i = to - 1; i >= from && millis[i] > since; i--) {
            sum += values[i];
            n++;
        }
        return n == 0 ? Double.NaN : sum / n;
    }
}
