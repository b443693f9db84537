package dev.headroom.engine.policy;

import java.util.function.DoubleBinaryOperator;

/**
 * What waits in a queue, first in, first out, by when it has to be begun: those that came last wait, and the course of the
 * arrivals tells when they came. What came before that begins is taken to have come just then.
 *
 * @param arrivals the course of the rate
 * @param waiting items that wait
 * @param bearable seconds from its arrival within which an item is to be begun
 * @param lead seconds until what is decided now has an effect
 * @param least seconds that the most pressing work may take at least
 */
record DueItems(Arrivals arrivals, double waiting, double bearable, double lead, double least) {

    /** Fewer items than this are none. */
    private static final double ONE = 0.5;

    /** The same for a decision that has an effect after other seconds. */
    DueItems from(double seconds) {
        return new DueItems(arrivals, waiting, bearable, seconds, least);
    }

    /**
     * The least even pace from the lead on, in items a second, at which all are begun in time; 0 when there is nothing to do.
     *
     * @param done items that are begun within the lead
     */
    double pace(double done) {
        double all = (waiting - done) / Math.max(least, bearable - lead);
        double pressing = most(done, (before, age) -> (before - done) / Math.max(least, bearable - age - lead));
        return Math.max(0, Math.max(all, pressing));
    }

    /**
     * Whether a replica asked for at the next look comes too late for the oldest item.
     *
     * @param told age of the oldest item in seconds; 0 when unknown
     * @param look seconds until then
     */
    boolean lastCall(double told, double look) {
        if (waiting < ONE) {
            return false;
        }
        double oldest = Math.max(told, most(ONE, (before, age) -> age));
        return bearable - oldest < lead + look;
    }

    /**
     * The most that something is over the begins of buckets, from the newest back, as long as more than {@code few} of those that
     * wait came before.
     *
     * @param of the items that came before, and the age of the begin in seconds
     */
    private double most(double few, DoubleBinaryOperator of) {
        double most = Double.NEGATIVE_INFINITY;
        double before = waiting - newest();
        long from = arrivals.bucketStartMillis();
        long[] begins = arrivals.buckets().millis();
        double[] rates = arrivals.buckets().values();
        for (int i = begins.length - 1; before > few; i--) {
            most = Math.max(most, of.applyAsDouble(before, age(from)));
            if (i < 0) {
                break;
            }
            before -= rates[i] * (from - begins[i]) / 1e3;
            from = begins[i];
        }
        return most;
    }

    /** Items of the running bucket. */
    private double newest() {
        return arrivals.bucketSum() / Math.max(1, arrivals.bucketCount()) * age(arrivals.bucketStartMillis());
    }

    private double age(long millis) {
        return (arrivals.seenMillis() - millis) / 1e3;
    }
}
