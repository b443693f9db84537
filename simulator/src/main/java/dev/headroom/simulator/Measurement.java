package dev.headroom.simulator;

/**
 * How the world is seen: signals are computed over each scrape interval, and are visible only after a delay.
 *
 * @param scrapeMillis between samples, positive
 * @param delayMillis between the end of a scrape interval and the sample being visible
 * @param noise relative standard deviation of multiplicative noise on each sample; 0 for none
 * @param dropped probability that a sample is lost
 */
public record Measurement(long scrapeMillis, long delayMillis, double noise, double dropped) {

    public Measurement {
        if (scrapeMillis <= 0 || delayMillis < 0 || !(noise >= 0) || !(dropped >= 0 && dropped <= 1)) {
            throw new IllegalArgumentException(
                    "a measurement needs a positive scrape interval, no negative delay or noise, and dropped in [0, 1]");
        }
    }

    /** A sample every 15 s, visible at once. */
    public static final Measurement DEFAULT = new Measurement(15_000, 0, 0, 0);
}
