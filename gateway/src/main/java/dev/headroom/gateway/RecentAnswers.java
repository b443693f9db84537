package dev.headroom.gateway;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long answers took of late and how many never came: ten slots of a second each, with counts in classes of time that are
 * 10 % apart, from 0.1 ms to an hour. Threads share it under its lock, for some tens of nanoseconds.
 */
final class RecentAnswers {

    private static final int SLOTS = 10;
    private static final int CLASSES = 184;
    private static final double GROWTH = Math.log(1.1);
    private static final double LEAST = 1e5;

    private final int[][] counts = new int[SLOTS][CLASSES];
    private final int[] timeouts = new int[SLOTS];
    private long slot = Long.MIN_VALUE;

    /** An answer came after so long; or none did in time. */
    synchronized void add(long nanos, boolean timedOut, long now) {
        int at = advance(now);
        int c = nanos <= LEAST ? 0 : Math.min(CLASSES - 1, (int) Math.ceil(Math.log(nanos / LEAST) / GROWTH));
        counts[at][c]++;
        if (timedOut) {
            timeouts[at]++;
        }
    }

    private int advance(long now) {
        long to = Math.floorDiv(now, 1_000_000_000L);
        if (slot == Long.MIN_VALUE || to - slot >= SLOTS) {
            slot = to - SLOTS;
        }
        while (slot < to) {
            slot++;
            int at = (int) Math.floorMod(slot, (long) SLOTS);
            Arrays.fill(counts[at], 0);
            timeouts[at] = 0;
        }
        return (int) Math.floorMod(slot, (long) SLOTS);
    }

    /** The time that all but a share of the answers kept; zero without answers. At most 10 % too long. */
    synchronized Duration quantile(double q, long now) {
        advance(now);
        long total = total();
        long seen = 0;
        for (int c = 0; c < CLASSES; c++) {
            for (int[] s : counts) {
                seen += s[c];
            }
            if (total > 0 && seen >= q * total) {
                return Duration.ofNanos((long) (LEAST * Math.exp(GROWTH * c)));
            }
        }
        return Duration.ZERO;
    }

    /** Share of the requests that got no answer in time. */
    synchronized double timeouts(long now) {
        advance(now);
        long total = total();
        return total == 0 ? 0 : (double) Arrays.stream(timeouts).sum() / total;
    }

    private long total() {
        return Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
    }
}
