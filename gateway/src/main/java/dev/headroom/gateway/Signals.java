package dev.headroom.gateway;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a route or an upstream has had to do of late: sums in slots of half a second, kept for a minute, and what is under way
 * now. Times of answers are counted in classes that are 5 % apart, from 0.1 ms to an hour. Threads share it under its lock, for
 * some tens of nanoseconds. Times are monotonic nanoseconds; one before the latest known counts as that.
 */
final class Signals {

    /** The longest time that can be looked at. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final long SLOT = 500_000_000L;
    private static final int SLOTS = (int) (LONGEST.toNanos() / SLOT) + 1;
    private static final double LEAST = 1e5;
    private static final double GROWTH = Math.log(1.05);
    private static final int CLASSES = 1 + (int) Math.ceil(Math.log(3600e9 / LEAST) / GROWTH);

    private static final class Slot {
        private final long number;
        private final int[] times = new int[CLASSES];
        private long requests;
        private long answers;
        private long errors;
        private long limited;
        private long rejected;
        private double inFlight;
        private double waiting;

        private Slot(long number) {
            this.number = number;
        }
    }

    /**
     * What has been seen over a time.
     *
     * @param inFlight requests at servers, on average
     * @param waiting requests that waited for a place or a first server, on average
     * @param rate requests that came, per second
     * @param answered requests that servers answered, per second
     * @param p50 time of the median answer, seconds, waits included, within 3 %; NaN without answers
     * @param p95 time that 95 % of the answers kept
     * @param p99 time that 99 % of the answers kept
     * @param errors share of the answers with a status of 500 or more, 0 to 1; 0 without answers
     * @param limited requests beyond a rate limit, per second
     * @param rejected requests that were allowed and not forwarded, per second
     */
    record Seen(
            double inFlight,
            double waiting,
            double rate,
            double answered,
            double p50,
            double p95,
            double p99,
            double errors,
            double limited,
            double rejected) {}

    private final long began;
    private final Deque<Slot> slots = new ArrayDeque<>();
    private long last;
    private int inFlight;
    private int waiting;

    Signals(long now) {
        this.began = now;
        this.last = now;
        slots.add(new Slot(Math.floorDiv(now, SLOT)));
    }

    /** The slot of now; what is under way is added to those passed. */
    private Slot advance(long now) {
        Slot slot = slots.getLast();
        long to = Math.max(last, now);
        long number = Math.floorDiv(to, SLOT);
        if (number - slot.number > SLOTS) { // nothing before is looked at any more
            slots.clear();
            slot = new Slot(number - SLOTS);
            slots.add(slot);
            last = slot.number * SLOT;
        }
        while (slot.number < number) {
            long end = (slot.number + 1) * SLOT;
            add(slot, end - last);
            last = end;
            slot = new Slot(slot.number + 1);
            slots.add(slot);
            if (slots.size() > SLOTS) {
                slots.removeFirst();
            }
        }
        add(slot, to - last);
        last = to;
        return slot;
    }

    private void add(Slot slot, long nanos) {
        slot.inFlight += (double) inFlight * nanos;
        slot.waiting += (double) waiting * nanos;
    }

    /** A request came. */
    synchronized void requested(long now) {
        advance(now).requests++;
    }

    /** One was beyond a rate limit. */
    synchronized void limited(long now) {
        advance(now).limited++;
    }

    /** One was allowed, and not forwarded. */
    synchronized void rejected(long now) {
        advance(now).rejected++;
    }

    /** So many more wait; fewer when negative. */
    synchronized void waiting(int more, long now) {
        advance(now);
        waiting += more;
    }

    /** So many more are at servers; fewer when negative. */
    synchronized void inFlight(int more, long now) {
        advance(now);
        inFlight += more;
    }

    /** One was answered by a server, after so long since it came. */
    synchronized void answered(long nanos, boolean error, long now) {
        Slot slot = advance(now);
        slot.answers++;
        slot.errors += error ? 1 : 0;
        slot.times[nanos <= LEAST ? 0 : Math.min(CLASSES - 1, (int) Math.ceil(Math.log(nanos / LEAST) / GROWTH))]++;
    }

    /** Requests that wait or are at servers now. */
    synchronized int demand() {
        return inFlight + waiting;
    }

    /**
     * What has been seen over a time up to now, in whole slots but for the current one; since the start when that is shorter.
     *
     * @param span from half a second to {@link #LONGEST}
     */
    synchronized Seen over(Duration span, long now) {
        advance(now);
        long first = Math.floorDiv(last - span.toNanos(), SLOT) + 1;
        long seconds = Math.max(SLOT, last - Math.max(began, first * SLOT));
        Slot all = new Slot(first);
        for (Slot s : slots) {
            if (s.number >= first) {
                all.requests += s.requests;
                all.answers += s.answers;
                all.errors += s.errors;
                all.limited += s.limited;
                all.rejected += s.rejected;
                all.inFlight += s.inFlight;
                all.waiting += s.waiting;
                for (int c = 0; c < CLASSES; c++) {
                    all.times[c] += s.times[c];
                }
            }
        }
        double perSecond = 1e9 / seconds;
        return new Seen(
                all.inFlight / seconds,
                all.waiting / seconds,
                all.requests * perSecond,
                all.answers * perSecond,
                quantile(all, 0.5),
                quantile(all, 0.95),
                quantile(all, 0.99),
                all.answers == 0 ? 0 : (double) all.errors / all.answers,
                all.limited * perSecond,
                all.rejected * perSecond);
    }

    /** The middle of the class that the quantile lies in. */
    private static double quantile(Slot all, double q) {
        long seen = 0;
        for (int c = 0; c < CLASSES; c++) {
            seen += all.times[c];
            if (all.answers > 0 && seen >= q * all.answers) {
                return c == 0 ? LEAST / 1e9 : LEAST / 1e9 * Math.exp(GROWTH * (c - 0.5));
            }
        }
        return Double.NaN;
    }
}
