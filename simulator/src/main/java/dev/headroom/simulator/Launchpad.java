package dev.headroom.simulator;

import dev.headroom.engine.model.Replica;
import org.jspecify.annotations.Nullable;

/** Where machines are had from: the warm pool, else the platform, if it has any left and the launch succeeds. */
final class Launchpad {
    private final Launches launches;
    private final int capacity;
    private final @Nullable Spot spot;
    private final @Nullable Spares spares;
    private final EventHeap heap;
    private final Roster roster;
    private final boolean pods;
    private final Rng bootRng;
    private final Rng launchRng;
    private final Rng interruptionRng;
    private final ServiceLaw bootLaw;
    private final ServiceLaw warmLaw;
    private long launched;
    private long failures;
    private long refusals;
    private long warmStarts;

    Launchpad(Scenario s, EventHeap heap, Roster roster, @Nullable Spares spares) {
        this.launches = s.lifecycle().launches();
        this.capacity = s.supply().capacity();
        this.spot = s.supply().spot();
        this.spares = spares;
        this.pods = s.supply().nodes() != null;
        this.heap = heap;
        this.roster = roster;
        this.bootRng = new Rng(s.seed(), Rng.Stream.BOOT);
        this.launchRng = new Rng(s.seed(), Rng.Stream.LAUNCH);
        this.interruptionRng = new Rng(s.seed(), Rng.Stream.INTERRUPTION);
        this.bootLaw = new ServiceLaw(s.lifecycle().boot());
        WarmPool warm = s.supply().warmPool();
        this.warmLaw = warm == null ? bootLaw : new ServiceLaw(warm.start());
    }

    /** Whether the platform has no machine left. */
    boolean full() {
        return roster.till.running() >= capacity;
    }

    /** Attempts to start a replica or to prepare a spare. */
    void attempt(SimReplica r, long now) {
        SimReplica spare = spares != null && !r.spare() && (spares.run() || !full()) ? spares.take() : null;
        if (spare == null && (full() || !available(r, now))) {
            refusals++;
            later(r, now);
            return;
        }
        if (r.node != null && !r.node.isReady) {
            r.phase = Replica.Phase.PROVISIONING;
            return; // comes again when the node is ready
        }
        launched++;
        r.phase = Replica.Phase.BOOTING;
        if (spare != null) {
            int zone = spare.zone;
            spare.zone = -1; // the replica takes it over
            roster.remove(spare, now);
            r.zone = zone;
            roster.pay(r, now);
            warmStarts++;
            boots(r, warmLaw.draw(bootRng), now);
            return;
        }
        roster.pay(r, now);
        if (launches.failure() > 0 && launchRng.uniform() < launches.failure()) {
            long noticed = now + ReplicaPool.nanos(launches.failureSeconds());
            heap.add(noticed, Simulation.WORLD, Simulation.FAILED, r.id);
            return;
        }
        double seconds = bootLaw.draw(bootRng);
        if (launches.slow() > 0 && launchRng.uniform() < launches.slow()) {
            seconds *= launches.slowFactor();
        }
        boots(r, seconds, now);
        interruptible(r, now);
    }

    /** Whether there is a machine for it, and room in a zone or on a node. */
    boolean available(SimReplica r, long now) {
        if (spot != null && r.kind == Till.Kind.SPOT) {
            int chosen = spot.choose(roster.till.spotMachines());
            if (chosen < 0) {
                return false;
            }
            r.pool = chosen;
        }
        return roster.place(r, now);
    }

    private void boots(SimReplica r, double seconds, long now) {
        heap.add(now + ReplicaPool.nanos(seconds), Simulation.WORLD, Simulation.BOOTED, r.id);
    }

    private void later(SimReplica r, long now) {
        r.phase = Replica.Phase.PROVISIONING;
        heap.add(now + ReplicaPool.nanos(launches.retrySeconds()), Simulation.WORLD, Simulation.LAUNCH, r.id);
    }

    /** An attempt has failed. */
    void failed(SimReplica r, long now) {
        failures++;
        roster.stopPaying(r, now);
        if (!pods) {
            roster.leave(r, now);
        }
        later(r, now);
    }

    /** Draws when a spot machine will be taken back. */
    void interruptible(SimReplica r, long now) {
        double rate = spot != null && r.kind == Till.Kind.SPOT
                ? spot.pools().get(r.pool).interruptionsPerHour()
                : 0;
        if (rate > 0) {
            double seconds = interruptionRng.exponential() * 3600 / rate;
            heap.add(now + ReplicaPool.nanos(seconds), Simulation.WORLD, Simulation.INTERRUPTED, r.id);
        }
    }

    long launched() {
        return launched;
    }

    long failures() {
        return failures;
    }

    long refusals() {
        return refusals;
    }

    long warmStarts() {
        return warmStarts;
    }
}
