package dev.headroom.simulator;

/** What has been counted up to a moment, so that what came after it can be told apart. Times are in seconds. */
record Tally(
        double arrived,
        double served,
        double rejected,
        double timedOut,
        double inSystem,
        double again,
        double started,
        double waitSum,
        double busySeconds,
        double readySeconds,
        double aliveSeconds,
        Platform platform,
        int actions,
        int directionChanges) {

    /** Before anything happened. */
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Platform.onDemand(0, 0), 0, 0);

    /** All up to {@code now}, to which the world and the pool have been brought up. */
    static Tally of(World world, ReplicaPool pool, DecisionLog log, long now) {
        Counters n = world.n;
        return new Tally(
                n.arrived,
                n.served,
                n.rejected,
                n.timedOut,
                world.inSystem(),
                n.again,
                n.started,
                n.waitSum,
                n.busySeconds,
                pool.readySeconds(),
                pool.aliveSeconds(),
                pool.platform(now),
                log.actions(),
                log.directionChanges());
    }

    /** What was counted between {@code before} and this; the number in the system is this one's. */
    Tally since(Tally before) {
        return new Tally(
                arrived - before.arrived,
                served - before.served,
                rejected - before.rejected,
                timedOut - before.timedOut,
                inSystem,
                again - before.again,
                started - before.started,
                waitSum - before.waitSum,
                busySeconds - before.busySeconds,
                readySeconds - before.readySeconds,
                aliveSeconds - before.aliveSeconds,
                platform.since(before.platform),
                actions - before.actions,
                directionChanges - before.directionChanges);
    }

    /** Those that have left the system. */
    double left() {
        return served + rejected + timedOut;
    }
}
