package dev.headroom.forecast.analysis;

import java.util.Arrays;

/** Statistics that a few wild values do not move. {@code NaN} among the values is left out, everywhere. */
final class Robust {
    /** Standard deviations in a median absolute deviation, for the normal distribution: 1 ÷ Φ⁻¹(¾). */
    static final double MAD_TO_SIGMA = 1.4826;

    private static final int MOST_FOR_PAIRS = 800;

    private Robust() {}

    /** The values that are there, in order. */
    static double[] sorted(double[] values) {
        double[] v = known(values);
        Arrays.sort(v);
        return v;
    }

    /** The values that are there. */
    static double[] known(double[] values) {
        int n = 0;
        double[] out = new double[values.length];
        for (double v : values) {
            if (!Double.isNaN(v)) {
                out[n++] = v;
            }
        }
        return n == out.length ? out : Arrays.copyOf(out, n);
    }

    /** A quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996); NaN of none. */
    static double quantile(double[] values, double q) {
        return ofSorted(sorted(values), q);
    }

    /** The same of values in order, without NaN. */
    static double ofSorted(double[] v, double q) {
        if (v.length == 0) {
            return Double.NaN;
        }
        double at = q * (v.length - 1);
        int low = (int) Math.floor(at);
        int high = Math.min(v.length - 1, low + 1);
        return v[low] + (v[high] - v[low]) * (at - low);
    }

    static double median(double[] values) {
        return quantile(values, 0.5);
    }

    static double mean(double[] values) {
        double sum = 0;
        int n = 0;
        for (double v : values) {
            if (!Double.isNaN(v)) {
                sum += v;
                n++;
            }
        }
        return n == 0 ? Double.NaN : sum / n;
    }

    /** Standard deviation with n − 1; NaN of fewer than two. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double sum = 0;
        int n = 0;
        for (double v : values) {
            if (!Double.isNaN(v)) {
                sum += (v - mean) * (v - mean);
                n++;
            }
        }
        return n < 2 ? Double.NaN : Math.sqrt(sum / (n - 1));
    }

    /** Median absolute deviation from the median, as a standard deviation. */
    static double sigma(double[] values) {
        double middle = median(values);
        double[] off = known(values);
        for (int i = 0; i < off.length; i++) {
            off[i] = Math.abs(off[i] - middle);
        }
        return MAD_TO_SIGMA * median(off);
    }

    /** The median of the values around each within {@code reach} on both sides, cut at the ends. */
    static double[] rolling(double[] values, int reach) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = median(Arrays.copyOfRange(values, Math.max(0, i - reach), Math.min(values.length, i + reach + 1)));
        }
        return out;
    }

    /** NaN replaced by the nearest known value; {@code fallback} where there is none. */
    static double[] filled(double[] values, double fallback) {
        double[] out = values.clone();
        for (int i = 0; i < out.length; i++) {
            for (int d = 1; Double.isNaN(out[i]) && d < values.length; d++) {
                if (i - d >= 0 && !Double.isNaN(values[i - d])) {
                    out[i] = values[i - d];
                } else if (i + d < values.length && !Double.isNaN(values[i + d])) {
                    out[i] = values[i + d];
                }
            }
            out[i] = Double.isNaN(out[i]) ? fallback : out[i];
        }
        return out;
    }

    /**
     * The value that a standard normal variable exceeds with probability {@code p} below one half (Abramowitz and Stegun
     * 26.2.23; error below 0.00045).
     */
    static double upperNormal(double p) {
        double t = Math.sqrt(-2 * StrictMath.log(p));
        return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    }

    /** Spearman's rank correlation of pairs that are both known; NaN of fewer than ten. */
    static double rankCorrelation(double[] a, double[] b) {
        int n = 0;
        double[] x = new double[a.length];
        double[] y = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            if (!Double.isNaN(a[i]) && !Double.isNaN(b[i])) {
                x[n] = a[i];
                y[n++] = b[i];
            }
        }
        if (n < 10) {
            return Double.NaN;
        }
        return correlation(ranks(Arrays.copyOf(x, n)), ranks(Arrays.copyOf(y, n)));
    }

    /** Ranks; equal values share the mean of theirs. */
    private static double[] ranks(double[] v) {
        Integer[] order = new Integer[v.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> Double.compare(v[i], v[j]));
        double[] out = new double[v.length];
        for (int i = 0; i < v.length; ) {
            int j = i;
            while (j < v.length && v[order[j]] == v[order[i]]) {
                j++;
            }
            for (int k = i; k < j; k++) {
                out[order[k]] = (i + j - 1) / 2.0;
            }
            i = j;
        }
        return out;
    }

    /** Pearson's correlation; 0 when one of the two does not vary. */
    static double correlation(double[] a, double[] b) {
        double ma = mean(a);
        double mb = mean(b);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - ma) * (b[i] - mb);
            aa += (a[i] - ma) * (a[i] - ma);
            bb += (b[i] - mb) * (b[i] - mb);
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }

    /** A straight line through points in equal distances, by medians. */
    record Slope(double perStep, double significance) {}

    /**
     * The median of the slopes between all pairs (Theil 1950, Sen 1968), and Kendall's test statistic of a trend: standard
     * deviations from none, its variance raised for the correlation of neighbours (Hamed and Rao 1998, first lag only).
     *
     * @param values at most {@value #MOST_FOR_PAIRS} are used, evenly chosen
     */
    static Slope slope(double[] values) {
        int stride = Math.max(1, (values.length + MOST_FOR_PAIRS - 1) / MOST_FOR_PAIRS);
        int n = (values.length + stride - 1) / stride;
        double[] slopes = new double[n * (n - 1) / 2];
        int k = 0;
        long s = 0;
        int known = 0;
        for (int i = 0; i < n; i++) {
            double a = values[i * stride];
            if (Double.isNaN(a)) {
                continue;
            }
            known++;
            for (int j = i + 1; j < n; j++) {
                double b = values[j * stride];
                if (!Double.isNaN(b)) {
                    slopes[k++] = (b - a) / ((j - i) * stride);
                    s += (long) Math.signum(b - a);
                }
            }
        }
        if (known < 4) {
            return new Slope(0, 0);
        }
        double slope = median(Arrays.copyOf(slopes, k));
        double[] rest = new double[n];
        for (int i = 0; i < n; i++) {
            rest[i] = values[i * stride] - slope * i * stride;
        }
        double rho = Math.min(0.9, Math.max(0, neighbours(rest)));
        double variance = known * (known - 1.0) * (2.0 * known + 5) / 18 * (1 + rho) / (1 - rho);
        return new Slope(slope, (s - Long.signum(s)) / Math.sqrt(variance));
    }

    /** Correlation of neighbours, by ranks, so that single wild values do not hide it. */
    static double neighbours(double[] values) {
        if (values.length < 11) {
            return 0;
        }
        double rho =
                rankCorrelation(Arrays.copyOf(values, values.length - 1), Arrays.copyOfRange(values, 1, values.length));
        return Double.isNaN(rho) ? 0 : rho;
    }
}
