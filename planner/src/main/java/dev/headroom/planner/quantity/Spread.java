package dev.headroom.planner.quantity;

import java.util.List;

/**
 * What an uncertain quantity may be, in the unit of its definition. A draw is the quantile of a uniform random number.
 *
 * <p>Normal draws are limited to what the quantity can be: not below 0.
 */
public sealed interface Spread {

    /** The value that the share {@code u} in (0, 1) of all draws does not exceed. */
    double quantile(double u);

    /** The value that a plan without draws uses: the middle of a range, the most likely of a triangle, else the mean. */
    double central();

    /** As written: {@code triangular 2 … 3 … 7}. */
    String text();

    /** Every value from low to high is as likely. */
    record Range(double low, double high) implements Spread {
        public Range {
            ordered(low, high);
        }

        @Override
        public double quantile(double u) {
            return low + u * (high - low);
        }

        @Override
        public double central() {
            return (low + high) / 2;
        }

        @Override
        public String text() {
            return Spread.number(low) + " to " + Spread.number(high);
        }
    }

    /** From low to high with a peak at likely. */
    record Triangular(double low, double likely, double high) implements Spread {
        public Triangular {
            ordered(low, likely, high);
        }

        @Override
        public double quantile(double u) {
            double width = high - low;
            if (width == 0) {
                return low;
            }
            double turn = (likely - low) / width;
            return u < turn
                    ? low + Math.sqrt(u * width * (likely - low))
                    : high - Math.sqrt((1 - u) * width * (high - likely));
        }

        @Override
        public double central() {
            return likely;
        }

        @Override
        public String text() {
            return "triangular " + Spread.number(low) + ", " + Spread.number(likely) + ", " + Spread.number(high);
        }
    }

    /** Normal, but never negative. */
    record Normal(double mean, double deviation) implements Spread {
        public Normal {
            positive(mean, deviation);
        }

        @Override
        public double quantile(double u) {
            return Math.max(0, mean + deviation * normalQuantile(u));
        }

        @Override
        public double central() {
            return mean;
        }

        @Override
        public String text() {
            return "normal " + Spread.number(mean) + " ± " + Spread.number(deviation);
        }
    }

    /** The logarithm is normal; given by the mean and deviation of the quantity itself. */
    record Lognormal(double mean, double deviation) implements Spread {
        public Lognormal {
            positive(mean, deviation);
            if (mean == 0) {
                throw new IllegalArgumentException("a lognormal quantity has a mean above 0");
            }
        }

        @Override
        public double quantile(double u) {
            double variance = Math.log1p(deviation * deviation / (mean * mean));
            return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normalQuantile(u));
        }

        @Override
        public double central() {
            return mean;
        }

        @Override
        public String text() {
            return "lognormal " + Spread.number(mean) + " ± " + Spread.number(deviation);
        }
    }

    /** One of measured values, each as likely. */
    record Empirical(List<Double> sorted) implements Spread {
        public Empirical {
            if (sorted.isEmpty()) {
                throw new IllegalArgumentException("an empirical quantity needs values");
            }
            sorted = sorted.stream().sorted().toList();
            ordered(sorted.getFirst(), sorted.getLast());
        }

        @Override
        public double quantile(double u) {
            return sorted.get(Math.min(sorted.size() - 1, (int) (u * sorted.size())));
        }

        @Override
        public double central() {
            return sorted.stream().mapToDouble(d -> d).average().orElseThrow();
        }

        @Override
        public String text() {
            return sorted.size() + " measured values, " + Spread.number(sorted.getFirst()) + " to "
                    + Spread.number(sorted.getLast());
        }
    }

    private static String number(double v) {
        return Fraction.of(v).toString();
    }

    private static void ordered(double... values) {
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= 0) || Double.isInfinite(values[i])) {
                throw new IllegalArgumentException("what a quantity may be is not negative");
            }
            if (i > 0 && values[i] < values[i - 1]) {
                throw new IllegalArgumentException("the values must not decrease: low first, high last");
            }
        }
    }

    private static void positive(double mean, double deviation) {
        if (!(mean >= 0) || !(deviation >= 0) || Double.isInfinite(mean) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("mean and deviation must not be negative");
        }
    }

    /**
     * The quantile of the standard normal distribution by Acklam's rational approximation (2003), with a relative error
     * below 1.15·10⁻⁹.
     */
    private static double normalQuantile(double u) {
        double[] a = {
            -3.969683028665376e+01,
            2.209460984245205e+02,
            -2.759285104469687e+02,
            1.383577518672690e+02,
            -3.066479806614716e+01,
            2.506628277459239e+00
        };
        double[] b = {
            -5.447609879822406e+01,
            1.615858368580409e+02,
            -1.556989798598866e+02,
            6.680131188771972e+01,
            -1.328068155288572e+01
        };
        double[] c = {
            -7.784894002430293e-03,
            -3.223964580411365e-01,
            -2.400758277161838e+00,
            -2.549732539343734e+00,
            4.374664141464968e+00,
            2.938163982698783e+00
        };
        double[] d = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
        if (u < 0.02425) {
            double q = Math.sqrt(-2 * Math.log(u));
            return polynomial(c, q) / (polynomial(d, q) * q + 1);
        }
        if (u > 1 - 0.02425) {
            double q = Math.sqrt(-2 * Math.log1p(-u));
            return -polynomial(c, q) / (polynomial(d, q) * q + 1);
        }
        double q = u - 0.5;
        double r = q * q;
        return polynomial(a, r) * q / (polynomial(b, r) * r + 1);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (double coefficient : coefficients) {
            sum = sum * x + coefficient;
        }
        return sum;
    }
}
