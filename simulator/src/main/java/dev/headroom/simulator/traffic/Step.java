package dev.headroom.simulator.traffic;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From one level to another at a time, and back if it has an end.
 *
 * @param at when it begins
 * @param span how long it lasts; null for ever
 * @param rest the level before and after
 * @param level the level in between
 * @param edge time from one level to the other, within the span
 */
public record Step(Instant at, @Nullable Duration span, double rest, double level, Duration edge) implements Shape {
    public Step {
        Shape.check(rest);
        Shape.check(level);
        if (edge.isNegative() || (span != null && span.isNegative())) {
            throw new IllegalArgumentException("the span and edge of a step are not negative");
        }
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        double[] out = new double[grid.count()];
        double from = grid.since(at);
        double step = grid.stepMillis();
        double before = integral(-from);
        for (int i = 0; i < out.length; i++) {
            double after = integral((i + 1) * step - from);
            out[i] = rest + (level - rest) * Math.min(1, Math.max(0, (after - before) / step));
            before = after;
        }
        return out;
    }

    private double integral(double x) {
        double slope = edge.toMillis();
        return span == null ? Rise.integral(x, slope) : Rise.bump(x, (double) span.toMillis(), slope);
    }
}
