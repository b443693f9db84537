package dev.headroom.simulator.traffic;

import java.util.List;

/**
 * A course over time: a rate per second, or a factor that rates are multiplied by. Never negative. Which of the two it is
 * follows from the numbers it was made with; nothing here needs to know.
 *
 * <p>Events (flash crowd, step, ramp, prime time, on/off) go from {@code rest} to {@code level}: for a rate, rest is 0; for
 * a factor, 1.
 */
public sealed interface Shape
        permits Constant, Sum, Product, Daily, Weekly, PrimeTime, Flash, Step, Ramp, OnOff, Noise, Bursts {

    /** The mean over each step; a new array. */
    double[] over(Grid grid, Draws draws);

    /** The parts, each added to the others. */
    static Shape sum(Shape... parts) {
        return new Sum(List.of(parts));
    }

    /** The parts, each multiplied by the others. */
    static Shape product(Shape... parts) {
        return new Product(List.of(parts));
    }

    /** The same at all times. */
    static Shape constant(double value) {
        return new Constant(value);
    }

    /** Refuses what no rate and no factor can be. */
    static void check(double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("a rate or factor is finite and not negative, unlike " + value);
        }
    }
}
