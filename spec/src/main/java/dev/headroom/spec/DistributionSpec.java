package dev.headroom.spec;

import java.time.Duration;

/**
 * A time that varies.
 *
 * @param shape the family
 * @param mean the mean
 * @param cv coefficient of variation, standard deviation ÷ mean; 0 for constant, 1 for exponential
 */
public record DistributionSpec(Shape shape, Duration mean, double cv) {

    /** Families of distributions. */
    public enum Shape {
        CONSTANT,
        EXPONENTIAL,
        LOGNORMAL,
        GAMMA
    }

    public DistributionSpec {
        if (mean.isNegative() || !(cv >= 0) || Double.isInfinite(cv)) {
            throw new IllegalArgumentException("mean and cv of a distribution must not be negative");
        }
    }

    /** Always the same. */
    public static DistributionSpec constant(Duration mean) {
        return new DistributionSpec(Shape.CONSTANT, mean, 0);
    }

    /** Memoryless. */
    public static DistributionSpec exponential(Duration mean) {
        return new DistributionSpec(Shape.EXPONENTIAL, mean, 1);
    }
}
