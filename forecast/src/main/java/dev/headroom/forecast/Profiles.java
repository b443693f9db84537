package dev.headroom.forecast;

import java.util.Arrays;

/** Seasonal profiles and trends by averaging. */
final class Profiles {

    private Profiles() {}

    static double mean(double[] y, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += y[i];
        }
        return to > from ? sum / (to - from) : 0;
    }

    /** Without the straight line of least squares. */
    static double[] detrended(double[] y) {
        int n = y.length;
        double[] line = line(y);
        double[] rest = new double[n];
        for (int i = 0; i < n; i++) {
            rest[i] = y[i] - line[0] - line[1] * i;
        }
        return rest;
    }

    /** Intercept and slope a step of the straight line of least squares. */
    static double[] line(double[] y) {
        int n = y.length;
        double middle = (n - 1) / 2.0;
        double mean = mean(y, 0, n);
        double with = 0;
        double of = 0;
        for (int i = 0; i < n; i++) {
            with += (i - middle) * (y[i] - mean);
            of += (i - middle) * (i - middle);
        }
        double slope = of > 0 ? with / of : 0;
        return new double[] {mean - slope * middle, slope};
    }

    /** The mean of each phase of a cycle; phases are counted from the first value. */
    static double[] of(double[] y, int period) {
        double[] sum = new double[period];
        int[] count = new int[period];
        for (int i = 0; i < y.length; i++) {
            sum[i % period] += y[i];
            count[i % period]++;
        }
        for (int p = 0; p < period; p++) {
            sum[p] = count[p] > 0 ? sum[p] / count[p] : 0;
        }
        return sum;
    }

    static double[] without(double[] y, int period) {
        double[] profile = of(y, period);
        double[] rest = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            rest[i] = y[i] - profile[i % period];
        }
        return rest;
    }

    /**
     * The centred moving average over a cycle (2 × m for even cycles); NaN where the window does not fit.
     */
    static double[] centred(double[] y, int period) {
        int n = y.length;
        double[] trend = new double[n];
        Arrays.fill(trend, Double.NaN);
        int half = period / 2;
        boolean even = period % 2 == 0;
        if (n < period + (even ? 1 : 0)) {
            return trend;
        }
        double sum = 0;
        for (int i = 0; i < period; i++) {
            sum += y[i];
        }
        // The window [i - half, i + half], its ends halved when the cycle is even.
        for (int i = half; i + half < n; i++) {
            int from = i - half;
            if (from > 0) {
                sum += y[from + period - 1] - y[from - 1];
            }
            trend[i] = even ? (sum + (y[i + half] - y[from]) / 2) / period : sum / period;
        }
        return trend;
    }
}
