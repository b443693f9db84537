package dev.headroom.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The instants at which something recurs: a cron expression in a time zone, or a single date. A local time skipped by the
 * spring change occurs at the instant the clocks jump to; one that the autumn change repeats occurs once, the first time.
 */
public interface Recurrence {
    /** The recurrence as written. */
    String text();

    /** The last occurrence at or before {@code t}, or null when there is none within five years before. */
    @Nullable
    Instant lastAtOrBefore(Instant t);

    /** The first occurrence after {@code t}, or null when there is none within five years. */
    @Nullable
    Instant nextAfter(Instant t);
}
