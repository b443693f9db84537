package dev.headroom.simulator;

import dev.headroom.engine.model.Replica;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What befalls the fleet from without: outages of zones, interruptions of spot machines, and nodes that come and go. */
final class Hazards {
    private final ReplicaPool pool;
    private final ZoneMap zones;
    private final @Nullable NodePool nodes;
    private final Roster roster;
    private final EventHeap heap;
    private final long epochMillis;
    private final @Nullable Spot spot;
    private final double drainSeconds;
    private final Rng rng;
    private final List<Reclaims> reclaims = new ArrayList<>();
    private long interruptions;

    Hazards(Scenario s, ReplicaPool pool, ZoneMap zones, @Nullable NodePool nodes, Roster roster, EventHeap heap) {
        this.pool = pool;
        this.zones = zones;
        this.nodes = nodes;
        this.roster = roster;
        this.heap = heap;
        this.epochMillis = s.trace().startMillis();
        this.rng = new Rng(s.seed(), Rng.Stream.RECLAIM);
        this.spot = s.supply().spot();
        this.drainSeconds = s.lifecycle().drainSeconds();
        if (spot != null) {
            spot.pools().forEach(p -> reclaims.add(new Reclaims(p.reclaims(), epochMillis)));
        }
    }

    /** Adds the first event of each. */
    void begin() {
        zones.schedule(heap, epochMillis);
        for (int i = 0; i < reclaims.size(); i++) {
            await(i);
        }
    }

    private void await(int spotPool) {
        long next = reclaims.get(spotPool).next();
        if (next < Long.MAX_VALUE) {
            heap.add(next, Simulation.WORLD, Simulation.RECLAIMED, spotPool);
        }
    }

    /** One of their events happens. */
    void happen(int type, int payload, long now) {
        switch (type) {
            case Simulation.INTERRUPTED -> interrupted(payload, now);
            case Simulation.RECLAIMED -> reclaimed(payload, now);
            case Simulation.ZONE -> zone(payload, now);
            case Simulation.NODE -> node(payload, now);
            default -> throw new IllegalStateException("no hazard of type " + type);
        }
    }

    /** A recorded interruption: the platform takes one of the pool's machines back, whichever, if there is one. */
    private void reclaimed(int spotPool, long now) {
        SimReplica r = roster.anyOf(spotPool, rng.uniform());
        if (r != null) {
            interrupted(r.id, now);
        }
        reclaims.get(spotPool).advance();
        await(spotPool);
    }

    /** An outage of a zone begins or ends. All that the zone has is lost, and had again elsewhere. */
    private void zone(int payload, long now) {
        int out = zones.change(payload);
        if (out < 0) {
            return;
        }
        pool.lose(roster.in(out), now);
        if (nodes != null) {
            nodes.lose(out, now);
        }
        pool.scale(pool.desired(), now);
    }

    /** A node is ready, or may have been empty for long. */
    private void node(int id, long now) {
        if (nodes != null) {
            pool.touch(now);
            for (SimReplica r : nodes.event(id, now)) {
                pool.launch(r.id, now);
            }
        }
    }

    /** The platform takes a spot machine back, unless it has been given back. */
    private void interrupted(int id, long now) {
        SimReplica r = roster.get(id);
        if (r == null || spot == null) {
            return;
        }
        pool.touch(now);
        interruptions++;
        if (r.phase == Replica.Phase.DRAINING) {
            heap.add(now + ReplicaPool.nanos(spot.noticeSeconds()), Simulation.WORLD, Simulation.DRAINED, id);
        } else if (r.takesWork()) {
            pool.drain(r, Math.min(spot.noticeSeconds(), drainSeconds), now);
        } else {
            pool.cancel(r, now);
        }
        pool.scale(pool.desired(), now);
    }

    long interruptions() {
        return interruptions;
    }
}
