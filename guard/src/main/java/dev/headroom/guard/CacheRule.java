package dev.headroom.guard;

import java.time.Duration;

/**
 * How long answers of a type are good.
 *
 * @param fresh time during which one is given without a question
 * @param stale time after that during which it is still given, while a new one is fetched or the origin fails
 * @param negative time during which it is known that there is none; zero asks each time
 * @param jitter largest share by which times are shortened at random, so that not all expire at once; from 0 to 1
 */
public record CacheRule(Duration fresh, Duration stale, Duration negative, double jitter) {

    private static final Duration EVER = Duration.ofDays(3650);

    /** For what changes by the minute: 5 min, then stale for another 5. */
    public static final CacheRule MINUTES =
            new CacheRule(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofSeconds(30), 0.1);

    /** For what changes by the day: 1 h, then stale for another hour. */
    public static final CacheRule HOUR =
            new CacheRule(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMinutes(1), 0.1);

    /** For what only changes through {@link TieredCache#write}, which tells all others: 24 h. */
    public static final CacheRule WRITE_THROUGH =
            new CacheRule(Duration.ofHours(24), Duration.ZERO, Duration.ofSeconds(30), 0.1);

    /** For what never changes. */
    public static final CacheRule IMMUTABLE = new CacheRule(EVER, Duration.ZERO, Duration.ofSeconds(30), 0);

    public CacheRule {
        if (fresh.isNegative() || stale.isNegative() || negative.isNegative() || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("times of a cache are not negative, jitter lies between 0 and 1");
        }
        if (fresh.compareTo(EVER) > 0 || stale.compareTo(EVER) > 0) {
            throw new IllegalArgumentException("times of a cache are at most ten years");
        }
    }
}
