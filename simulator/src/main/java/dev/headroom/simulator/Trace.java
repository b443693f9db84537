package dev.headroom.simulator;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Demand over time as a rate that is constant within each bucket.
 *
 * @param name for reports
 * @param startMillis begin of the first bucket, epoch milliseconds
 * @param bucketMillis length of a bucket
 * @param arrivals expected arrivals in each bucket, not negative
 * @param lengths how long the requests are in tokens; null where nothing is known of it
 */
public record Trace(
        String name,
        long startMillis,
        long bucketMillis,
        double[] arrivals,
        @Nullable Lengths lengths) {

    public Trace {
        if (bucketMillis <= 0 || arrivals.length == 0) {
            throw new IllegalArgumentException("a trace needs a positive bucket length and at least one bucket");
        }
        if (lengths != null && lengths.buckets() != arrivals.length) {
            throw new IllegalArgumentException("lengths are for every bucket or for none");
        }
    }

    /** A trace that tells nothing of the lengths of its requests. */
    public Trace(String name, long startMillis, long bucketMillis, double[] arrivals) {
        this(name, startMillis, bucketMillis, arrivals, null);
    }

    /** The same under another name. */
    public Trace named(String other) {
        return new Trace(other, startMillis, bucketMillis, arrivals, lengths);
    }

    /** The same with lengths. */
    public Trace with(@Nullable Lengths other) {
        return new Trace(name, startMillis, bucketMillis, arrivals, other);
    }

    /** The buckets from {@code since} until before {@code until}, of which there is at least one. */
    public Trace slice(int since, int until) {
        return new Trace(
                name,
                startMillis + since * bucketMillis,
                bucketMillis,
                Arrays.copyOfRange(arrivals, since, until),
                lengths == null ? null : lengths.slice(since, until));
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
                && Arrays.equals(arrivals, t.arrivals)
                && Objects.equals(lengths, t.lengths);
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
