package dev.headroom.guard;

import java.time.Duration;

/**
 * The moment after which nobody waits for the answer. It travels with a request: what a service has left is what the services
 * it calls may use.
 *
 * @param at monotonic time in nanoseconds, as {@link GuardClock#nanos()}
 */
public record Deadline(long at) {

    /** Header that carries the time left, in whole milliseconds, from one process to the next: clocks need not agree. */
    public static final String HEADER = "X-Deadline-Ms";

    private static final long FOREVER = Long.MAX_VALUE / 4;

    /** The deadline that is {@code time} away. */
    public static Deadline after(Duration time, long now) {
        return new Deadline(now + Math.min(nanos(time), FOREVER));
    }

    /** The earlier of the two. */
    public Deadline or(Deadline other) {
        return other.at - at < 0 ? other : this;
    }

    /** Nanoseconds left, 0 or less when it has passed. */
    public long left(long now) {
        return at - now;
    }

    /** Whether it has passed. */
    public boolean passed(long now) {
        return at - now <= 0;
    }

    /** The time left in whole milliseconds, for {@link #HEADER}; at least 0. */
    public long leftMillis(long now) {
        return Math.max(0, (at - now) / 1_000_000);
    }

    /** A duration in nanoseconds; one that is too long for that is as good as endless. */
    static long nanos(Duration time) {
        return time.toSeconds() > FOREVER / 1_000_000_000 ? FOREVER : time.toNanos();
    }
}
