package dev.headroom.guard;

import java.time.Duration;
import java.util.Arrays;

/**
 * Cost within the latest period, in 60 segments: a state machine for one thread at a time. A segment counts until all of it is
 * older than the period, so within any period there is never more than the limit; a segment's cost comes free up to a 60th of
 * a period late.
 */
final class SlidingWindow {

    static final int SEGMENTS = 60;

    private final long amount;
    private final long segmentNanos;
    private final long[] costs = new long[SEGMENTS + 1];
    private long head = Long.MIN_VALUE;
    private long sum;

    SlidingWindow(LimitRule rule) {
        this.amount = rule.amount();
        this.segmentNanos = Math.max(1, rule.period().toNanos() / SEGMENTS);
    }

    private void advance(long epochNanos) {
        long segment = Math.floorDiv(epochNanos, segmentNanos);
        if (head == Long.MIN_VALUE || segment - head > SEGMENTS) {
            Arrays.fill(costs, 0);
            sum = 0;
            head = segment;
        }
        while (head < segment) {
            head++;
            int at = index(head);
            sum -= costs[at];
            costs[at] = 0;
        }
    }

    private int index(long segment) {
        return (int) Math.floorMod(segment, (long) costs.length);
    }

    /** Cost that would fit now; below 0 when more was used than known at the time. */
    long remaining(long epochNanos) {
        advance(epochNanos);
        return amount - sum;
    }

    void add(long epochNanos, long weight) {
        advance(epochNanos);
        costs[index(head)] += weight;
        sum += weight;
    }

    /** Time until {@code weight} fits; the whole period when it never does. */
    Duration until(long epochNanos, long weight) {
        advance(epochNanos);
        long free = amount - sum;
        for (long s = head - SEGMENTS; free < weight && s <= head; s++) {
            free += costs[index(s)];
            if (free >= weight) {
                return Duration.ofNanos(Math.max(1, (s + SEGMENTS + 1) * segmentNanos - epochNanos));
            }
        }
        return free >= weight ? Duration.ZERO : Duration.ofNanos(segmentNanos * SEGMENTS);
    }

    /** Time until nothing of what is counted now counts. */
    Duration reset(long epochNanos) {
        return until(epochNanos, amount);
    }
}
