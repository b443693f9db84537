package dev.headroom.planner.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An exact amount of a unit. Sums and comparisons need one dimension; products and quotients make a new one.
 *
 * @param amount in the unit
 * @param unit what is measured
 */
public record Quantity(Fraction amount, Unit unit) {

    private static final Pattern WRITTEN =
            Pattern.compile("([+-]?[0-9][0-9_]*(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?)\\s*([A-Za-z%/_ -]*)");
    private static final Pattern TIMES = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d|w)");

    /** An amount of a unit, both as written. */
    public static Quantity of(String amount, String unit) {
        return new Quantity(Fraction.of(new BigDecimal(amount)), Unit.of(unit));
    }

    /** A plain number. */
    public static Quantity of(long number) {
        return new Quantity(Fraction.of(number), Unit.ONE);
    }

    /** Reads {@code 50000 tokens/min}, {@code 35%}, {@code 1h30m}, {@code 6KiB}, {@code 100/min}; null when it is not so. */
    public static @Nullable Quantity parse(String text) {
        String t = text.strip();
        if (t.length() > 60) {
            return null;
        }
        if (t.matches("(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d|w)){2,}")) {
            Fraction seconds = Fraction.ZERO;
            Matcher part = TIMES.matcher(t);
            while (part.find()) {
                seconds = seconds.plus(Fraction.of(new BigDecimal(part.group(1)))
                        .times(Unit.of(part.group(2)).scale()));
            }
            return new Quantity(seconds, Unit.SECONDS);
        }
        Matcher m = WRITTEN.matcher(t);
        if (!m.matches()) {
            return null;
        }
        Unit unit = Unit.parse(m.group(2).replaceAll("\\s*/\\s*", "/"));
        return unit == null
                ? null
                : new Quantity(Fraction.of(new BigDecimal(m.group(1).replace("_", ""))), unit);
    }

    /** The amount in base units. */
    public Fraction base() {
        return amount.times(unit.scale());
    }

    private static Quantity inBase(Fraction base, Dimension dimension) {
        return new Quantity(base, Unit.base(dimension));
    }

    /**
     * The same in another unit.
     *
     * @throws UnitMismatch when that measures something else
     */
    public Quantity in(Unit other) {
        if (!unit.dimension().equals(other.dimension())) {
            throw new UnitMismatch(
                    this + " is " + unit.dimension().noun() + ", and " + other.described() + " is expected",
                    "write it in " + (other.symbol().isEmpty() ? "no unit" : other.symbol()));
        }
        return unit.equals(other) ? this : new Quantity(base().over(other.scale()), other);
    }

    public Quantity plus(Quantity other) {
        alike(other, "add", "to");
        return inBase(base().plus(other.base()), unit.dimension());
    }

    public Quantity minus(Quantity other) {
        alike(other, "take", "from");
        return inBase(base().minus(other.base()), unit.dimension());
    }

    private void alike(Quantity other, String verb, String word) {
        if (!unit.dimension().equals(other.unit.dimension())) {
            throw new UnitMismatch(
                    "cannot " + verb + " " + other.unit.described() + " " + word + " " + unit.described(),
                    "both must measure the same");
        }
    }

    public Quantity times(Quantity other) {
        return inBase(base().times(other.base()), unit.dimension().times(other.unit.dimension()));
    }

    /**
     * The quotient.
     *
     * @throws ArithmeticException when the other is 0
     */
    public Quantity over(Quantity other) {
        return inBase(base().over(other.base()), unit.dimension().over(other.unit.dimension()));
    }

    /** The greater, compared in base units. */
    public boolean exceeds(Quantity other) {
        alike(other, "compare", "with");
        return base().compareTo(other.base()) > 0;
    }

    /** The amount and the unit, to six significant digits or all digits before the point, in groups of three. */
    public String shown() {
        BigDecimal value = amount.decimal(20);
        String number;
        if (unit.dimension().money() == 1 && value.abs().compareTo(BigDecimal.ONE) >= 0) {
            number = grouped(value.setScale(2, RoundingMode.HALF_UP), 2);
        } else {
            int whole = Math.max(0, value.precision() - value.scale());
            BigDecimal rounded = value.round(new MathContext(Math.max(6, Math.min(20, whole))));
            number = grouped(rounded, 0);
        }
        String symbol = unit.symbol();
        return symbol.isEmpty()
                ? number
                : symbol.startsWith("/") || symbol.equals("%") ? number + symbol : number + " " + symbol;
    }

    private static String grouped(BigDecimal value, int least) {
        DecimalFormat format =
                new DecimalFormat("#,##0.################", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(least);
        return format.format(value);
    }

    @Override
    public String toString() {
        return shown();
    }
}
