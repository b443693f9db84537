package dev.headroom.simulator.traffic;

import java.time.Duration;
import java.time.Instant;

/**
 * A straight change from one level to another, which then stays.
 *
 * @param from its begin
 * @param until its end, not before the begin
 * @param rest the level before
 * @param level the level after
 */
public record Ramp(Instant from, Instant until, double rest, double level) implements Shape {
    public Ramp {
        Shape.check(rest);
        Shape.check(level);
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("a ramp ends after it begins");
        }
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        return new Step(from, null, rest, level, Duration.between(from, until)).over(grid, draws);
    }
}
