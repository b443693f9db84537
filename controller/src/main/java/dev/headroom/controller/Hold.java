package dev.headroom.controller;

import dev.headroom.engine.loop.Leases.Lease;

/**
 * A lease as its holder counts on it: by its own steady clock, from before it was asked for. It never lasts longer than where
 * it is kept.
 */
final class Hold {

    private final Lease lease;
    private volatile long untilNanos;
    private volatile boolean lost;

    Hold(Lease lease, long untilNanos) {
        this.lease = lease;
        this.untilNanos = untilNanos;
    }

    Lease lease() {
        return lease;
    }

    void renewed(long until) {
        untilNanos = until;
    }

    void lost() {
        lost = true;
    }

    boolean valid(long nanos) {
        return !lost && untilNanos - nanos > 0;
    }
}
