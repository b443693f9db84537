package dev.headroom.simulator;

import dev.headroom.engine.model.Replica;
import org.jspecify.annotations.Nullable;

/** A replica of the simulated fleet, or a spare. Times are nanoseconds since the simulation began. */
final class SimReplica {
    final int id;
    /** When it was asked for. */
    final long requestedAt;
    /** Since when its machine is paid for at the price of {@link #kind}; −1 while it has none. */
    long paidSince = -1;

    Till.Kind kind;
    /** The spot pool its machine is of; 0 for any other. */
    int pool;
    /** The zone its machine is in; −1 while it has none, or is a pod. */
    int zone = -1;
    /** The node it is on; null when it is none. */
    NodePool.@Nullable Node node;
    /** When it became ready; −1 while it has not. */
    long readyAt = -1;
    /** When it works at its full rate. */
    long fullRateAt;

    Replica.Phase phase = Replica.Phase.PROVISIONING;
    /** Slots at work. */
    int busy;

    // Neighbours in the ring of replicas with a free slot; null when not in it.
    @Nullable
    SimReplica before;

    @Nullable
    SimReplica after;

    SimReplica(int id, Till.Kind kind, long requestedAt) {
        this.id = id;
        this.kind = kind;
        this.requestedAt = requestedAt;
    }

    /** When work of {@code seconds} at full rate ends if it begins now, at {@code warmRate} of it while warming. */
    long ends(double seconds, long now, double warmRate) {
        double warmLeft = (fullRateAt - now) * 1e-9;
        double takes = seconds;
        if (warmLeft > 0) {
            double doneWarm = warmLeft * warmRate;
            takes = doneWarm >= seconds ? seconds / warmRate : warmLeft + seconds - doneWarm;
        }
        return now + Math.round(takes * 1e9);
    }

    /** Seconds at full rate worked between two times. */
    double worked(long since, long until, double warmRate) {
        long warm = Math.max(0, Math.min(until, fullRateAt) - since);
        return (warm * warmRate + (until - since - warm)) * 1e-9;
    }

    /** Whether it is lost with a zone. */
    boolean isIn(int place) {
        return node != null ? node.zone == place : zone == place;
    }

    boolean takesWork() {
        return phase == Replica.Phase.READY || phase == Replica.Phase.WARMING;
    }

    /** Whether it belongs to the warm pool, or is being prepared for it. */
    boolean spare() {
        return kind == Till.Kind.PREPARING || kind == Till.Kind.SPARE;
    }
}
