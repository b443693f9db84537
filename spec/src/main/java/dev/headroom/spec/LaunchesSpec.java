package dev.headroom.spec;

import java.time.Duration;

/**
 * How surely replicas start, in simulation.
 *
 * @param failure share of the attempts that fail, below 1
 * @param failureAfter time until a failure is noticed
 * @param slow share of the others that are slow
 * @param slowFactor how many times longer a slow one boots, at least 1
 * @param retry pause after a failure, or a refusal for want of capacity, until the next attempt
 */
public record LaunchesSpec(double failure, Duration failureAfter, double slow, double slowFactor, Duration retry) {
    /** Every launch succeeds. */
    public static final LaunchesSpec DEFAULT = new LaunchesSpec(0, Duration.ofMinutes(1), 0, 3, Duration.ofMinutes(1));
}
