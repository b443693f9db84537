package dev.headroom.simulator;

import java.time.Instant;
import java.util.Arrays;

/**
 * Demand over time as a rate that is constant within each bucket.
 *
 * @param name for reports
 * @param startMillis begin of the first bucket, epoch milliseconds
 * @param bucketMillis length of a bucket
 * @param arrivals expected arrivals in each bucket, not negative
 */
public record Trace(String name, long startMillis, long bucketMillis, double[] arrivals) {

    public Trace {
        if (bucketMillis <= 0 || arrivals.length == 0) {
            throw new IllegalArgumentException("a trace needs a positive bucket length and at least one bucket");
        }
    }

    /** As long a trace in which nothing comes. */
    public static Trace silent(Trace other) {
        return new Trace("silent", other.startMillis, other.bucketMillis, new double[other.arrivals.length]);
    }

    /** Begin of the trace. */
    public Instant start() {
        return Instant.ofEpochMilli(startMillis);
    }

    /** End of the last bucket. */
    public Instant end() {
        return Instant.ofEpochMilli(endMillis());
    }

    /** End of the last bucket, epoch milliseconds. */
    public long endMillis() {
        return startMillis + bucketMillis * arrivals.length;
    }

    /** Arrivals per second at a time; 0 outside the trace. */
    public double rate(long millis) {
        long i = Math.floorDiv(millis - startMillis, bucketMillis);
        return i < 0 || i >= arrivals.length ? 0 : arrivals[(int) i] * 1000.0 / bucketMillis;
    }

    /** Expected arrivals over the whole trace. */
    public double total() {
        return Arrays.stream(arrivals).sum();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Trace t
                && name.equals(t.name)
                && startMillis == t.startMillis
                && bucketMillis == t.bucketMillis
                && Arrays.equals(arrivals, t.arrivals);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + Arrays.hashCode(arrivals);
    }

    @Override
    public String toString() {
        return "Trace[" + name + ", " + arrivals.length + " × " + bucketMillis + " ms]";
    }
}
