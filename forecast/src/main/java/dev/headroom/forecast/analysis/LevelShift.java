package dev.headroom.forecast.analysis;

import java.time.Instant;

/**
 * A time at which the level of the traffic, its season taken out, changed and stayed.
 *
 * @param at when
 * @param before requests per second before, back to the shift before it
 * @param after requests per second after, until the next
 */
public record LevelShift(Instant at, double before, double after) {
    /** Change as a share: 0.3 is 30 % more. */
    public double change() {
        return after / before - 1;
    }
}
