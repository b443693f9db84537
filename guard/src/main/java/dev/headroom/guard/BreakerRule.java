package dev.headroom.guard;

import java.time.Duration;

/**
 * When a breaker opens and how it closes again.
 *
 * @param failures that open it when they fall into {@code window}; at least 1
 * @param window over which failures are counted
 * @param open time it stays open
 * @param trials calls let through after that; as many successes close it, any failure opens it again; at least 1
 * @param slow a call that takes this long counts as a failure
 */
public record BreakerRule(int failures, Duration window, Duration open, int trials, Duration slow) {

    /** 5 failures in 10 s, 30 s open, 3 trials; 5 s are slow. */
    public static final BreakerRule USUAL =
            new BreakerRule(5, Duration.ofSeconds(10), Duration.ofSeconds(30), 3, Duration.ofSeconds(5));

    public BreakerRule {
        if (failures < 1 || failures > 1000 || trials < 1 || trials > 1000) {
            throw new IllegalArgumentException("failures and trials of a breaker lie between 1 and 1000");
        }
        for (Duration d : new Duration[] {window, open, slow}) {
            if (d.isNegative() || d.isZero()) {
                throw new IllegalArgumentException("window, open and slow of a breaker must be positive");
            }
        }
    }
}
