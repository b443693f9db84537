package dev.headroom.controller;

import java.time.Duration;
import java.time.Instant;

/**
 * The time, and when things happen. A controller knows no other clock and no other threads, so the same one runs live and in a
 * simulation of faults.
 */
public interface Timing {

    /** Something that is still to happen. */
    @FunctionalInterface
    interface Pending {
        /** It shall not happen any more, unless it has begun. */
        void cancel();
    }

    /** The time of day. It may jump when somebody sets the clock. */
    Instant now();

    /** Nanoseconds since some instant; they never jump. */
    long nanos();

    /** Does something after a while, beside everything else; it may block. A delay that is not positive is none. */
    Pending after(Duration delay, Runnable task);

    /** Reads a source beside everything else. A simulation delays it here, or leaves it out. */
    default void read(String source, Runnable task) {
        run(task);
    }

    /** Does something beside everything else, as soon as may be; it may block. */
    default void run(Runnable task) {
        after(Duration.ZERO, task);
    }
}
