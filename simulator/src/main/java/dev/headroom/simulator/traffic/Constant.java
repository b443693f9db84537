package dev.headroom.simulator.traffic;

import java.util.Arrays;

/**
 * The same at all times.
 *
 * @param value not negative
 */
public record Constant(double value) implements Shape {
    public Constant {
        Shape.check(value);
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        double[] out = new double[grid.count()];
        Arrays.fill(out, value);
        return out;
    }
}
