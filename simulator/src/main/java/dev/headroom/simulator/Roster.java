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
    private final long epochMillis;
    private @Nullable SimReplica[] byId = new SimReplica[64];
    private int numbered;
    private long youngUntil;

    Roster(Till till, long epochMillis) {
        this.till = till;
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
        till.open(r.kind);
    }

    /** Gives the machine back, if there is one. */
    void stopPaying(SimReplica r, long now) {
        if (r.paidSince >= 0) {
            till.close(r.kind, now - r.paidSince);
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
    }

    /** Price of the machines of a kind so far, those there are as if they were given back now. */
    double cost(Till.Kind kind, long now) {
        double cost = till.cost(kind);
        for (SimReplica r : byId) {
            if (r != null && r.kind == kind && r.paidSince >= 0) {
                cost += till.price(kind, now - r.paidSince);
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
