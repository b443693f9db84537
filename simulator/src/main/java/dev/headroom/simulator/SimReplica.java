package dev.headroom.simulator;

import dev.headroom.engine.model.Replica;
import org.jspecify.annotations.Nullable;

/** A replica of the simulated fleet. Times are nanoseconds since the simulation began. */
final class SimReplica {
    final int id;
    final long requestedAt;
    /** When it became ready; −1 while it has not. */
    long readyAt = -1;
    /** When it works at its full rate. */
    long fullRateAt;

    Replica.Phase phase = Replica.Phase.BOOTING;
    /** Slots at work. */
    int busy;

    // Neighbours in the ring of replicas with a free slot; null when not in it.
    @Nullable
    SimReplica before;

    @Nullable
    SimReplica after;

    SimReplica(int id, long requestedAt) {
        this.id = id;
        this.requestedAt = requestedAt;
    }

    boolean takesWork() {
        return phase == Replica.Phase.READY || phase == Replica.Phase.WARMING;
    }
}
