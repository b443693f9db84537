package dev.headroom.simulator.traffic;

import java.time.Duration;
import java.time.Instant;

/**
 * A flash crowd: a straight rise to the peak, then an exponential decay. On top of rest it brings (level − rest) ×
 * (rise ÷ 2 + decay) in all.
 *
 * @param at when the rise begins
 * @param rest the level without it
 * @param level the level at the peak
 * @param rise from the begin to the peak
 * @param decay time constant: after it, 1/e (37 %) of what came on top is left
 */
public record Flash(Instant at, double rest, double level, Duration rise, Duration decay) implements Shape {
    public Flash {
        Shape.check(rest);
        Shape.check(level);
        if (rise.isNegative() || decay.isNegative()) {
            throw new IllegalArgumentException("the rise and decay of a flash crowd are not negative");
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
        double up = rise.toMillis();
        double tau = decay.toMillis();
        double risen = Math.min(Rise.integral(x, up), up / 2);
        return x <= up || tau == 0 ? risen : up / 2 + tau * -StrictMath.expm1(-(x - up) / tau);
    }
}
