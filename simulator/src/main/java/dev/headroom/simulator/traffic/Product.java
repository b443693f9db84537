package dev.headroom.simulator.traffic;

import java.util.List;

/**
 * Parts that modulate each other.
 *
 * @param parts factors, and one rate at most; at least one
 */
public record Product(List<Shape> parts) implements Shape {
    public Product {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a product needs a part");
        }
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        double[] out = parts.get(0).over(grid, draws);
        for (Shape part : parts.subList(1, parts.size())) {
            double[] more = part.over(grid, draws);
            for (int i = 0; i < out.length; i++) {
                out[i] *= more[i];
            }
        }
        return out;
    }
}
