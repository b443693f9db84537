package dev.headroom.simulator.traffic;

import java.util.List;

/**
 * Parts that come on top of each other.
 *
 * @param parts all rates or all factors; at least one
 */
public record Sum(List<Shape> parts) implements Shape {
    public Sum {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a sum needs a part");
        }
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        double[] out = parts.get(0).over(grid, draws);
        for (Shape part : parts.subList(1, parts.size())) {
            double[] more = part.over(grid, draws);
            for (int i = 0; i < out.length; i++) {
                out[i] += more[i];
            }
        }
        return out;
    }
}
