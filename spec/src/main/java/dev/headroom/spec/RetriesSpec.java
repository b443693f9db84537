package dev.headroom.spec;

import java.time.Duration;

/**
 * What callers do whose attempt failed, in simulation.
 *
 * @param share of the failed attempts that are followed by another one
 * @param attempts most attempts a request, the first included
 * @param backoff pause before the second attempt
 * @param factor growth of the pauses, at least 1
 * @param most longest pause
 * @param jitter share of the pause that is random
 */
public record RetriesSpec(double share, int attempts, Duration backoff, double factor, Duration most, double jitter) {}
