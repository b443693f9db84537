package dev.headroom.forecast;

import java.util.Arrays;

/**
 * The benchmark that the M4 competition measures against: the last value of the series without its season, with the season of
 * classical multiplicative decomposition put back, where a test at 90 % finds one.
 *
 * <p>Source: the competition's published rules; the test looks no further than 10·log₁₀(n) lags, as the R function it uses.
 */
public final class Naive2 {
    private static final double Z90 = 1.645;

    private Naive2() {}

    /**
     * Its forecast.
     *
     * @param y the history, without gaps, at least one value
     * @param period steps of the season
     * @param horizon steps ahead
     */
    public static double[] forecast(double[] y, int period, int horizon) {
        int n = y.length;
        double[] points = new double[horizon];
        double[] factors = seasonal(y, period) ? factors(y, period) : null;
        if (factors == null) {
            Arrays.fill(points, y[n - 1]);
            return points;
        }
        double last = y[n - 1] / factors[(n - 1) % period];
        for (int h = 0; h < horizon; h++) {
            points[h] = last * factors[(n + h) % period];
            if (!Double.isFinite(points[h])) {
                points[h] = y[n - 1];
            }
        }
        return points;
    }

    static boolean seasonal(double[] y, int period) {
        int n = y.length;
        if (n < 3 * period || (int) Math.floor(10 * Math.log10(n)) < period) {
            return false;
        }
        double sum = 0;
        for (int lag = 1; lag < period; lag++) {
            double r = Seasons.autocorrelation(y, lag);
            sum += r * r;
        }
        double limit = Z90 / Math.sqrt(n) * Math.sqrt(1 + 2 * sum);
        return Math.abs(Seasons.autocorrelation(y, period)) > limit;
    }

    private static double[] factors(double[] y, int period) {
        double[] trend = Profiles.centred(y, period);
        double[] sum = new double[period];
        int[] count = new int[period];
        for (int i = 0; i < y.length; i++) {
            double f = y[i] / trend[i];
            if (Double.isFinite(f)) {
                sum[i % period] += f;
                count[i % period]++;
            }
        }
        double mean = 0;
        for (int p = 0; p < period; p++) {
            sum[p] = count[p] > 0 ? sum[p] / count[p] : 1;
            mean += sum[p] / period;
        }
        for (int p = 0; p < period; p++) {
            sum[p] = mean > 0 ? sum[p] / mean : 1;
        }
        return sum;
    }
}
