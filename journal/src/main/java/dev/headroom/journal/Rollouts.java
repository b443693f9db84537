package dev.headroom.journal;

import java.util.Optional;

/** How far a change of the spec has come: one record for all controllers of a store, so that they follow together. */
public interface Rollouts {

    /**
     * Which record there is.
     *
     * @return 0 when there never was one; else it grows with every change
     * @throws IllegalStateException if it cannot be read
     */
    long version();

    /**
     * The record, if there ever was one.
     *
     * @throws IllegalStateException if it cannot be read
     */
    Optional<Rollout> current();

    /**
     * Puts a record in the place of the one before it.
     *
     * @param next of version 1 if there never was one, else of the version after the present one
     * @return whether it is kept; if not, somebody else was faster
     * @throws IllegalStateException if it cannot be kept
     */
    boolean put(Rollout next);
}
