package dev.headroom.forecast;

import java.time.Instant;

/**
 * A known event or holiday, past or to come. Those of the same name are taken to be alike.
 *
 * @param name such as {@code holiday} or {@code release}
 * @param start when it begins
 * @param end when it is over, after its start
 */
public record Occasion(String name, Instant start, Instant end) {

    public Occasion {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException(
                    "the occasion '" + name + "' ends at " + end + ", which is not after its start, " + start);
        }
    }
}
