package dev.headroom.engine.guardrail;

import java.time.Duration;

/**
 * How much may be removed at once, and when a sudden silence is not believed.
 *
 * @param share of the fleet that may be removed within {@code period}, in (0, 1]
 * @param period the period
 * @param disbelieveZero how long a demand signal that falls to zero at once from a busy level is taken for an outage of
 *     the source; zero to believe it at once
 */
public record BlastRadius(double share, Duration period, Duration disbelieveZero) {
    /** Half of the fleet in five minutes, and five minutes of disbelief. */
    public static final BlastRadius DEFAULT = new BlastRadius(1.0, Duration.ofMinutes(5), Duration.ofMinutes(5));
}
