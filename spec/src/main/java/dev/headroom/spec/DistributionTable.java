package dev.headroom.spec;

import dev.headroom.spec.DistributionSpec.Shape;
import java.time.Duration;

/** A time that varies; a plain duration is its short form. */
final class DistributionTable extends Table<DistributionSpec> {

    private static final DistributionTable TABLE = new DistributionTable();

    /** A plain duration means a constant time. */
    static final Form<DistributionSpec> CONSTANT = brief(Shape.CONSTANT);

    /** A plain duration is the mean of an exponential time. */
    static final Form<DistributionSpec> EXPONENTIAL = brief(Shape.EXPONENTIAL);

    private final Key<DistributionSpec, Duration> mean =
            required("mean", Values.DURATION, "Mean.", DistributionSpec::mean);
    private final Key<DistributionSpec, Shape> shape = required(
            "distribution",
            Word.of(
                    "a distribution",
                    Shape.class,
                    "constant",
                    Shape.CONSTANT,
                    "exponential",
                    Shape.EXPONENTIAL,
                    "lognormal",
                    Shape.LOGNORMAL,
                    "gamma",
                    Shape.GAMMA),
            "Family of the distribution.",
            DistributionSpec::shape);
    private final Key<DistributionSpec, Double> cv = optional(
            "cv",
            Values.NUMBER,
            "Coefficient of variation (standard deviation ÷ mean), of lognormal and gamma.",
            "1",
            d -> d.shape() == Shape.CONSTANT || d.shape() == Shape.EXPONENTIAL ? null : d.cv());

    private DistributionTable() {
        super("distribution", "A time that varies.");
    }

    private static Form<DistributionSpec> brief(Shape meant) {
        double fixed = meant == Shape.CONSTANT ? 0 : 1;
        return new Brief<>(
                Values.DURATION,
                d -> new DistributionSpec(meant, d, fixed),
                d -> d.shape() == meant ? d.mean() : null,
                TABLE);
    }

    @Override
    DistributionSpec build(Fields f) {
        Shape s = f.get(shape);
        double fixed = s == Shape.CONSTANT ? 0 : 1;
        Double given = f.find(cv);
        if (given != null && given != fixed && (s == Shape.CONSTANT || s == Shape.EXPONENTIAL)) {
            f.at(cv)
                    .error(
                            "the coefficient of variation of this distribution is always " + (int) fixed,
                            "leave cv out, or use lognormal or gamma");
        }
        return new DistributionSpec(s, f.get(mean), given == null ? fixed : given);
    }
}
