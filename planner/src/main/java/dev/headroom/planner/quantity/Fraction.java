package dev.headroom.planner.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An exact rational number: a plan rounds where a whole unit is bought and nowhere else, so that ⌈60⌉ is never 61 for a bit
 * lost on the way.
 *
 * @param numerator carries the sign
 * @param denominator positive, without a common divisor with the numerator
 */
public record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {

    /** 0. */
    public static final Fraction ZERO = of(0);

    /** 1. */
    public static final Fraction ONE = of(1);

    public Fraction {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("division by zero");
        }
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        if (!divisor.equals(BigInteger.ONE)) {
            numerator = numerator.divide(divisor);
            denominator = denominator.divide(divisor);
        }
    }

    /** A whole number. */
    public static Fraction of(long whole) {
        return new Fraction(BigInteger.valueOf(whole), BigInteger.ONE);
    }

    /** A ratio of whole numbers. */
    public static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /** A decimal number. */
    public static Fraction of(BigDecimal decimal) {
        return decimal.scale() > 0
                ? new Fraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()))
                : new Fraction(decimal.toBigIntegerExact(), BigInteger.ONE);
    }

    /**
     * The shortest decimal that a double stands for.
     *
     * @throws ArithmeticException for NaN and infinity
     */
    public static Fraction of(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new ArithmeticException("no number");
        }
        return of(BigDecimal.valueOf(value));
    }

    public Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Fraction minus(Fraction other) {
        return plus(new Fraction(other.numerator.negate(), other.denominator));
    }

    public Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /**
     * The quotient.
     *
     * @throws ArithmeticException when the other is 0
     */
    public Fraction over(Fraction other) {
        return new Fraction(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    /** To a whole power; negative ones turn the fraction over. */
    public Fraction power(int exponent) {
        return exponent < 0
                ? ONE.over(power(-exponent))
                : new Fraction(numerator.pow(exponent), denominator.pow(exponent));
    }

    /** The least whole number that is not below. */
    public Fraction up() {
        return floor(RoundingMode.CEILING);
    }

    /** The greatest whole number that is not above. */
    public Fraction down() {
        return floor(RoundingMode.FLOOR);
    }

    private Fraction floor(RoundingMode mode) {
        return of(new BigDecimal(numerator).divide(new BigDecimal(denominator), 0, mode));
    }

    public boolean isWhole() {
        return denominator.equals(BigInteger.ONE);
    }

    public int signum() {
        return numerator.signum();
    }

    /** As a decimal of so many significant digits. */
    public BigDecimal decimal(int digits) {
        return new BigDecimal(numerator).divide(new BigDecimal(denominator), new MathContext(digits));
    }

    public double toDouble() {
        return decimal(17).doubleValue();
    }

    @Override
    public int compareTo(Fraction other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        BigDecimal shown = decimal(15);
        return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    }
}
