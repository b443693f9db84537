package dev.headroom.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses that grow: min(longest, first · 2^(n − 1)) · (1 ± 0.2) before the next try after n failures.
 *
 * @param first pause
 * @param longest pause
 */
public record Backoff(Duration first, Duration longest) {
    private static final double JITTER = 0.2;
    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the first pause must not be negative nor above the longest: " + first + ", " + longest);
        }
    }

    /** The pause after so many failures, 1 or more. */
    Duration after(int failures) {
        double grown = first.toNanos() * Math.pow(2, Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1)));
        double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofNanos((long) (Math.min((double) longest.toNanos(), grown) * jitter));
    }
}
