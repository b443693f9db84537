package dev.headroom.simulator;

/**
 * Arrival times of a Poisson process whose rate is constant within each bucket of the trace, by inversion: the expected
 * number of arrivals between two successive ones is exponential with mean 1. Exact; nothing is thinned out.
 */
final class Arrivals {
    private final double[] expected;
    private final long bucketNanos;
    private final Rng rng;
    private int bucket;
    private double used;
    private long next;

    Arrivals(Trace trace, long seed) {
        expected = trace.arrivals();
        bucketNanos = trace.bucketMillis() * 1_000_000;
        rng = new Rng(seed, Rng.Stream.ARRIVALS);
        advance();
    }

    /** Nanoseconds since the begin; {@link Long#MAX_VALUE} after the last. */
    long next() {
        return next;
    }

    /** Goes on to the arrival after. */
    void advance() {
        double at = used + rng.exponential();
        int i = bucket;
        while (i < expected.length && at >= expected[i]) {
            at -= expected[i];
            i++;
        }
        bucket = i;
        used = at;
        next = i >= expected.length ? Long.MAX_VALUE : i * bucketNanos + (long) (at / expected[i] * bucketNanos);
    }
}
