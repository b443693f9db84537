package dev.headroom.spec;

import java.time.Duration;

/**
 * How the simulated world is seen.
 *
 * @param scrape between samples
 * @param delay from the end of a scrape interval until its sample is visible
 * @param noise relative standard deviation of each sample
 * @param dropped share of samples that are lost
 */
public record MeasurementSpec(Duration scrape, Duration delay, double noise, double dropped) {
    /** A sample every 15 s, visible at once. */
    public static final MeasurementSpec DEFAULT = new MeasurementSpec(Duration.ofSeconds(15), Duration.ZERO, 0, 0);
}
