package dev.headroom.guard;

import java.time.Duration;

/**
 * How often something is tried and how long the pauses are:
 * {@code delay = min(max, initial × multiplier^retry) × (1 ± jitter)}, where the first retry is number 0.
 *
 * @param attempts in all, the first included; at least 1
 * @param initial pause before the first retry
 * @param max longest pause before jitter
 * @param multiplier growth of the pauses; at least 1
 * @param jitter largest random share by which a pause is shorter or longer, from 0 to 1
 */
public record Backoff(int attempts, Duration initial, Duration max, double multiplier, double jitter) {

    /** For look-ups: 3 tries, 50 ms to 500 ms, doubling, ± 10 %. */
    public static final Backoff LOOKUP = new Backoff(3, Duration.ofMillis(50), Duration.ofMillis(500), 2, 0.1);

    /** For inference: 2 tries, 100 ms to 1 s, doubling, ± 20 %. */
    public static final Backoff INFERENCE = new Backoff(2, Duration.ofMillis(100), Duration.ofSeconds(1), 2, 0.2);

    /** For background tasks: 5 tries, 60 s to 1 h, doubling, ± 30 %. */
    public static final Backoff TASK = new Backoff(5, Duration.ofSeconds(60), Duration.ofHours(1), 2, 0.3);

    /** One try. */
    public static final Backoff NONE = new Backoff(1, Duration.ofMillis(1), Duration.ofMillis(1), 1, 0);

    public Backoff {
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException("attempts must lie between 1 and 100: " + attempts);
        }
        if (initial.isNegative() || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("the longest pause must not be shorter than the first");
        }
        if (!(multiplier >= 1 && multiplier <= 1000)) {
            throw new IllegalArgumentException("the multiplier must lie between 1 and 1000: " + multiplier);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is a share from 0 to 1: " + jitter);
        }
    }

    /**
     * The pause before a retry.
     *
     * @param retry 0 for the first
     * @param random from 0 to 1: 0 is the shortest pause, 0.5 the one without jitter
     */
    public Duration delay(int retry, double random) {
        double nanos = Math.min((double) max.toNanos(), initial.toNanos() * Math.pow(multiplier, retry));
        return Duration.ofNanos(Math.round(nanos * (1 + jitter * (2 * random - 1))));
    }
}
