package dev.headroom.simulator;

/**
 * Arrival times whose rate is constant within each bucket of the trace. They are those of a renewal process of rate 1 with
 * time stretched so that the expected number of arrivals runs at the trace's rate (Gerhardt and Nelson 2009, the inversion
 * method): of gaps of mean 1, gamma distributed for a coefficient of variation below 1, hyperexponential above, and
 * exponential for 1, which is a Poisson process. The first gap is what is left of one under way, so the expected number up to
 * any time is exactly the trace's; its variance is, for long, cv² times that. Nothing is thinned out.
 */
final class Arrivals {
    private final double[] expected;
    private final long bucketNanos;
    private final ServiceLaw gaps;
    private final Rng rng;
    private int bucket;
    private double used;
    private long next;

    Arrivals(Scenario s) {
        expected = s.trace().arrivals();
        bucketNanos = s.trace().bucketMillis() * 1_000_000;
        gaps = new ServiceLaw(new Distribution(Distribution.Shape.GAMMA, 1, s.arrivalCv()));
        rng = new Rng(s.seed(), Rng.Stream.ARRIVALS);
        advance(gaps.drawRest(rng));
    }

    /** Nanoseconds since the begin; {@link Long#MAX_VALUE} after the last. */
    long next() {
        return next;
    }

    /** Goes on to the arrival after. */
    void advance() {
        advance(gaps.draw(rng));
    }

    private void advance(double gap) {
        double at = used + gap;
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
