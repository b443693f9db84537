package dev.headroom.simulator;

import org.jspecify.annotations.Nullable;

/**
 * The demand meeting the replicas: what happens between two events of the control side. Times are nanoseconds since the
 * simulation began.
 */
abstract class World {
    final Counters n = new Counters();

    /** The replicas; bound right after construction, as pool and world know each other. */
    @SuppressWarnings("NullAway.Init")
    ReplicaPool pool;

    /** Brings every integral up to {@code now}. */
    abstract void advance(long now);

    /** The time of the next arrival; {@link Long#MAX_VALUE} when arrivals are no events. */
    abstract long nextArrival();

    /** The arrival at {@link #nextArrival()} happens. */
    abstract void arrive();

    /** A job's time is up. */
    abstract void complete(int job, long now);

    /** A delivered item becomes visible again, unless it is done. */
    abstract void visible(int item, long now);

    /** A replica begins to take work. */
    abstract void ready(SimReplica r, long now);

    /** A replica takes no more work. Returns whether it has none now. */
    abstract boolean leave(SimReplica r, long now);

    /** Whether a replica is to be given up last of all. */
    boolean keeps(SimReplica r) {
        return false;
    }

    /** The time a leaving replica needs, when no event will tell; −1 when {@link ReplicaPool#gone} will be called. */
    abstract long drainNanos(SimReplica r);

    /** A leaving replica is cut off from what it still has. */
    abstract void cut(SimReplica r, long now);

    /** Requests or items waiting. */
    abstract double waiting();

    /** Requests or items being worked on. */
    abstract double inService();

    /** Requests whose callers are about to come again. */
    double away() {
        return 0;
    }

    /** What came of answers in tokens; null where there are none. Only after the last {@link #closeStretch}. */
    @Nullable
    Generation generation() {
        return null;
    }

    /** Share used of the memory of the ready replicas; NaN where memory is no limit. */
    double memory() {
        return Double.NaN;
    }

    /** Brings {@link Counters#inputTokens} and {@link Counters#outputTokens} up to {@code now}; false where there are none. */
    boolean tokens(long now) {
        return false;
    }

    /** Seconds the oldest waiting one has waited; 0 when none waits. */
    abstract double oldestAge(long now);

    /** Quantile of the response times since the last {@link #closeScrape}; the mean for 0; NaN when none. */
    abstract double scrapeLatency(double quantile);

    /** Begins a new scrape interval. */
    abstract void closeScrape();

    /** Quantile of the response times since the last {@link #closeStretch}; NaN when none. */
    abstract double stretchLatency(double quantile);

    /** Begins a new stretch of the timeline. */
    abstract void closeStretch();

    /** Quantile of all response times; NaN when none. Only after the last {@link #closeStretch}. */
    abstract double latency(double quantile);

    /** How many were answered within the objective's limit. Only after the last {@link #closeStretch}. */
    abstract double met();

    /**
     * Forgets everything answered so far; only {@link #latency} and {@link #met} look at it. Only after {@link
     * #closeStretch}.
     */
    abstract void forgetAnswers();

    /** How many are in the system, counted one by one: an independent check of the counters. */
    abstract double inSystem();

    /** How many are still in the system at {@code end} and have missed the limit already. */
    abstract double overdue(long end);
}
