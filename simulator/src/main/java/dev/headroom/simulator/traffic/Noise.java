package dev.headroom.simulator.traffic;

import dev.headroom.simulator.Rng;
import java.time.Duration;

/**
 * A lognormal factor with mean 1 whose logarithm is an Ornstein–Uhlenbeck process: short memory that fades exponentially.
 *
 * @param cv coefficient of variation
 * @param correlation time after which 1/e of the logarithm's correlation is left; zero for none from step to step
 */
public record Noise(double cv, Duration correlation) implements Shape {
    public Noise {
        Shape.check(cv);
        if (correlation.isNegative()) {
            throw new IllegalArgumentException("the correlation time of noise is not negative");
        }
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        Rng rng = draws.next();
        double sigma = Lognormal.sigma(cv);
        double kept = correlation.isZero() ? 0 : StrictMath.exp(-grid.stepMillis() / (double) correlation.toMillis());
        double fresh = Math.sqrt(1 - kept * kept);
        double[] out = new double[grid.count()];
        double z = rng.gaussian();
        for (int i = 0; i < out.length; i++) {
            out[i] = Lognormal.factor(sigma, z);
            z = kept * z + fresh * rng.gaussian();
        }
        return out;
    }
}
