package dev.headroom.simulator.traffic;

/**
 * Self-similar bursts: a lognormal factor with mean 1 whose logarithm is fractional Gaussian noise. Bursts then come at
 * every time scale, as in measured network traffic (Leland et al., "On the self-similar nature of Ethernet traffic", 1994).
 *
 * @param cv coefficient of variation from step to step
 * @param hurst the Hurst exponent: 0.5 for independent steps, towards 1 the longer the memory; above 0 and below 1
 */
public record Bursts(double cv, double hurst) implements Shape {
    public Bursts {
        Shape.check(cv);
        if (!(hurst > 0 && hurst < 1)) {
            throw new IllegalArgumentException("a Hurst exponent lies between 0 and 1, unlike " + hurst);
        }
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        double[] out = FractionalNoise.draw(grid.count(), hurst, draws.next());
        double sigma = Lognormal.sigma(cv);
        for (int i = 0; i < out.length; i++) {
            out[i] = Lognormal.factor(sigma, out[i]);
        }
        return out;
    }
}
