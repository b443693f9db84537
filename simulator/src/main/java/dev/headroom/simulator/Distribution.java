package dev.headroom.simulator;

/**
 * A distribution of times in seconds.
 *
 * @param shape the family
 * @param mean in seconds, positive for service times, at least 0 otherwise
 * @param cv coefficient of variation (standard deviation ÷ mean); 0 for {@link Shape#CONSTANT}, 1 for {@link
 *     Shape#EXPONENTIAL}
 */
public record Distribution(Shape shape, double mean, double cv) {

    /** Families of distributions, all fixed by mean and coefficient of variation. */
    public enum Shape {
        CONSTANT,
        EXPONENTIAL,
        LOGNORMAL,
        /** Two-phase hyperexponential with balanced means for cv &gt; 1, Erlang-type gamma for cv &lt; 1. */
        GAMMA
    }

    public Distribution {
        if (!(mean >= 0) || Double.isInfinite(mean) || !(cv >= 0) || Double.isInfinite(cv)) {
            throw new IllegalArgumentException(
                    "a distribution needs a finite mean and cv, not negative: " + mean + ", " + cv);
        }
    }

    /** Always the same. */
    public static Distribution constant(double seconds) {
        return new Distribution(Shape.CONSTANT, seconds, 0);
    }

    /** Memoryless. */
    public static Distribution exponential(double meanSeconds) {
        return new Distribution(Shape.EXPONENTIAL, meanSeconds, 1);
    }

    /** Probability of a time of at most so many seconds, from 0 to 1. */
    public double atMost(double seconds) {
        return new ServiceLaw(this).cdf(seconds);
    }
}
