package dev.headroom.simulator.traffic;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time with a multiple of the traffic that would come anyway.
 *
 * @param at begin
 * @param span length
 * @param factor how many times as much; not negative
 */
public record Sale(Instant at, Duration span, double factor) {
    public Sale {
        Shape.check(factor);
        if (span.isNegative()) {
            throw new IllegalArgumentException("a sale does not last less than no time");
        }
    }

    /** The factor over each step. */
    Shape shape() {
        return new Step(at, span, 1, factor, Duration.ZERO);
    }
}
