package dev.headroom.simulator.traffic;

/** The lognormal distribution with mean 1. */
final class Lognormal {
    private Lognormal() {}

    /** Standard deviation of the logarithm for a coefficient of variation. */
    static double sigma(double cv) {
        return Math.sqrt(StrictMath.log1p(cv * cv));
    }

    /** The value that belongs to a standard normal one. */
    static double factor(double sigma, double normal) {
        return StrictMath.exp(sigma * normal - sigma * sigma / 2);
    }
}
