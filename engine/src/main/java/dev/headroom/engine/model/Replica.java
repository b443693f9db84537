package dev.headroom.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One replica as its target knows it.
 *
 * @param phase where it is in its life
 * @param requestedAt when it was asked for
 * @param readyAt when it first took work; null while it has not
 */
public record Replica(
        Phase phase, Instant requestedAt, @Nullable Instant readyAt) {

    /** The life of a replica, in order. */
    public enum Phase {
        /** Asked for; no machine yet. */
        PROVISIONING,
        /** On a machine, not yet able to work. */
        BOOTING,
        /** Working at a reduced rate. */
        WARMING,
        /** Working at its full rate. */
        READY,
        /** Finishing what it has, taking nothing new. */
        DRAINING
    }
}
