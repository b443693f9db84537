package dev.headroom.simulator;

import dev.headroom.engine.model.Replica;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The replicas and spares there are, by number and in the order they were asked for, and what is paid for them. */
final class Roster {
    /** A replica this long ready is no longer young. */
    static final long YOUNG_NANOS = 600_000_000_000L;

    /** Replicas, those that drain included; no spares. */
    final List<SimReplica> replicas = new ArrayList<>();

    final Till till;
    private final ZoneMap zones;
    private final @Nullable NodePool nodes;
    private final long epochMillis;
    private @Nullable SimReplica[] byId = new SimReplica[64];
    private int numbered;
    private long youngUntil;

    Roster(Till till, ZoneMap zones, @Nullable NodePool nodes, long epochMillis) {
        this.till = till;
        this.zones = zones;
        this.nodes = nodes;
        this.epochMillis = epochMillis;
    }

    /** A replica or spare of a kind, asked for now, without a machine. */
    SimReplica add(Till.Kind kind, long now) {
        SimReplica r = new SimReplica(numbered++, kind, now);
        if (r.id >= byId.length) {
            byId = Arrays.copyOf(byId, byId.length * 2);
        }
        byId[r.id] = r;
        if (!r.spare()) {
            replicas.add(r);
        }
        return r;
    }

    /** The replica or spare of a number; null when it is gone. */
    @Nullable
    SimReplica get(int id) {
        return byId[id];
    }

    /** It has a machine from now on, or one that is from now on paid for differently. */
    void pay(SimReplica r, long now) {
        r.paidSince = now;
        till.open(r);
    }

    /** Finds a place for its machine: a zone, or for pods a node; whether there is any. */
    boolean place(SimReplica r, long now) {
        if (nodes != null) {
            return r.node != null || nodes.place(r, now);
        }
        if (r.zone < 0) {
            r.zone = zones.take();
        }
        return r.zone >= 0;
    }

    /** Gives its place back. */
    void leave(SimReplica r, long now) {
        if (nodes != null) {
            nodes.free(r, now);
        }
        if (r.zone >= 0) {
            zones.give(r.zone);
            r.zone = -1;
        }
    }

    /** The replicas and spares in a zone. */
    List<SimReplica> in(int zone) {
        List<SimReplica> all = new ArrayList<>();
        for (SimReplica r : byId) {
            if (r != null && r.isIn(zone)) {
                all.add(r);
            }
        }
        return all;
    }

    /** The replica of a kind that is the least loss, not counting those that drain; null when there is none. */
    @Nullable
    SimReplica leastLoss(Till.Kind kind, World world) {
        SimReplica best = null;
        for (int i = replicas.size() - 1; i >= 0; i--) {
            SimReplica r = replicas.get(i);
            if (r.kind == kind
                    && r.phase != Replica.Phase.DRAINING
                    && (best == null || loss(r, world) < loss(best, world))) {
                best = r;
            }
        }
        return best;
    }

    private static int loss(SimReplica r, World world) {
        if (world.keeps(r)) {
            return Integer.MAX_VALUE;
        }
        return switch (r.phase) {
            case PROVISIONING -> -2;
            case BOOTING -> -1;
            default -> r.busy;
        };
    }

    /** The oldest replica that takes work; null when none does. */
    @Nullable
    SimReplica oldestReady() {
        for (SimReplica r : replicas) {
            if (r.takesWork()) {
                return r;
            }
        }
        return null;
    }

    /** One of the machines of a spot pool that are not under notice yet, by a number in [0, 1); null when there is none. */
    @Nullable
    SimReplica anyOf(int pool, double uniform) {
        List<SimReplica> all = new ArrayList<>();
        for (SimReplica r : replicas) {
            if (r.kind == Till.Kind.SPOT && r.pool == pool && r.paidSince >= 0 && r.phase != Replica.Phase.DRAINING) {
                all.add(r);
            }
        }
        return all.isEmpty() ? null : all.get((int) (uniform * all.size()));
    }

    /** Gives the machine back, if there is one. */
    void stopPaying(SimReplica r, long now) {
        if (r.paidSince >= 0) {
            till.close(r, now - r.paidSince);
            r.paidSince = -1;
        }
    }

    /** It is gone. */
    void remove(SimReplica r, long now) {
        byId[r.id] = null;
        if (!r.spare()) {
            replicas.remove(r);
        }
        stopPaying(r, now);
        leave(r, now);
    }

    /** Price of the machines of a kind so far, those there are as if they were given back now. */
    double cost(Till.Kind kind, long now) {
        double cost = till.cost(kind);
        for (SimReplica r : byId) {
            if (r != null && r.kind == kind && r.paidSince >= 0) {
                cost += till.price(r, now - r.paidSince);
            }
        }
        return cost;
    }

    /**
     * The replicas that are not ready, or have not long been; those that drain are not among them. They are the same until
     * {@link #youngUntil} if nothing happens to the fleet.
     */
    List<Replica> young(long now) {
        List<Replica> young = new ArrayList<>();
        youngUntil = Long.MAX_VALUE;
        for (SimReplica r : replicas) {
            boolean isReady = r.takesWork();
            if (r.phase == Replica.Phase.DRAINING || (isReady && now - r.readyAt >= YOUNG_NANOS)) {
                continue;
            }
            if (isReady) {
                youngUntil = Math.min(youngUntil, r.readyAt + YOUNG_NANOS);
            }
            young.add(new Replica(r.phase, instant(r.requestedAt), isReady ? instant(r.readyAt) : null));
        }
        return List.copyOf(young);
    }

    long youngUntil() {
        return youngUntil;
    }

    private Instant instant(long nanos) {
        return Instant.ofEpochMilli(epochMillis).plusNanos(nanos);
    }
}
