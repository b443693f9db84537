package dev.headroom.engine.model;

import java.time.Instant;

/**
 * A person's order over the engine's.
 *
 * @param kind what is ordered
 * @param replicas for {@link Kind#PIN}, the replicas; −1 otherwise
 * @param until when it ends; always bounded
 * @param author who ordered it
 * @param why the reason given
 */
public record ManualOverride(Kind kind, int replicas, Instant until, String author, String why) {

    /** What is ordered. */
    public enum Kind {
        /** Hold exactly this many replicas. */
        PIN,
        /** Change nothing. */
        PAUSE,
        /** Scale out if needed, never in. */
        FREEZE_IN
    }
}
