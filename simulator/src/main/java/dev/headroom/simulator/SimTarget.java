package dev.headroom.simulator;

import dev.headroom.engine.loop.ScalingTarget;

/** The simulated fleet as a scaling target. */
final class SimTarget implements ScalingTarget {
    /** More replicas than this are not given: an order for them is a mistake. */
    static final int MOST = 1_000_000;

    private final ReplicaPool pool;
    private long now;

    SimTarget(ReplicaPool pool) {
        this.pool = pool;
    }

    /** Sets the time at which the target is called. */
    void now(long time) {
        this.now = time;
    }

    @Override
    public Observed observe() {
        return new Observed.Seen(pool.fleet(now));
    }

    @Override
    public Applied apply(int desired) {
        if (desired < 0 || desired > MOST) {
            return new Applied.Refused("the simulated target gives 0 to " + MOST + " replicas, not " + desired);
        }
        pool.scale(desired, now);
        return Applied.Accepted.YES;
    }
}
