package dev.headroom.simulator.traffic;

import dev.headroom.simulator.Rng;

/**
 * Fractional Gaussian noise, exactly, by circulant embedding (Davies and Harte, "Tests for Hurst effect", Biometrika 74,
 * 1987): the covariance is laid out on a circle, where Fourier's transform makes it diagonal; independent normal numbers
 * scaled by the square roots of that diagonal are transformed back.
 */
final class FractionalNoise {
    private FractionalNoise() {}

    /** Covariance of two steps {@code lag} apart, for variance 1: (|k+1|²ᴴ − 2|k|²ᴴ + |k−1|²ᴴ) ÷ 2. */
    static double covariance(int lag, double hurst) {
        double k = Math.abs(lag);
        double h = 2 * hurst;
        return (StrictMath.pow(k + 1, h) - 2 * StrictMath.pow(k, h) + StrictMath.pow(Math.abs(k - 1), h)) / 2;
    }

    /** Successive values with mean 0 and variance 1. */
    static double[] draw(int count, double hurst, Rng rng) {
        int half = Math.max(1, Integer.highestOneBit(Math.max(1, count - 1)) * 2);
        int size = 2 * half;
        double[] re = new double[size];
        double[] im = new double[size];
        for (int k = 0; k <= half; k++) {
            re[k] = covariance(k, hurst);
            re[(size - k) % size] = re[k];
        }
        Fourier.transform(re, im);
        for (int k = 0; k < size; k++) {
            // Eigenvalues are not negative for this covariance; rounding may leave a trace below 0.
            double root = Math.sqrt(Math.max(0, re[k]) / size);
            re[k] = root * rng.gaussian();
            im[k] = root * rng.gaussian();
        }
        Fourier.transform(re, im);
        double[] out = new double[count];
        System.arraycopy(re, 0, out, 0, count);
        return out;
    }
}
