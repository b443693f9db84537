package dev.headroom.planner.quantity;

import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A unit as people write it: {@code requests/s}, {@code tokens/min}, {@code USD/h}, {@code MiB}, {@code %}. A word that is no
 * measure of time, bytes, tokens or money counts things. A month is 730 hours, a year 8 760.
 *
 * @param symbol as written
 * @param dimension what it measures
 * @param scale how many base units (one, second, byte, token, unit of currency) it is
 */
public record Unit(String symbol, Dimension dimension, Fraction scale) {

    private static final Map<String, Fraction> TIMES = new HashMap<>();
    private static final Map<String, Fraction> SIZES = new HashMap<>();

    static {
        TIMES.put("ms", Fraction.of(1, 1000));
        long[] seconds = {1, 60, 3600, 86_400, 7 * 86_400, 730 * 3600, 8760 * 3600};
        String[][] words = {
            {"s", "second", "seconds"},
            {"m", "min", "minute", "minutes"},
            {"h", "hour", "hours"},
            {"d", "day", "days"},
            {"w", "week", "weeks"},
            {"month", "months"},
            {"y", "year", "years"}
        };
        for (int i = 0; i < words.length; i++) {
            for (String word : words[i]) {
                TIMES.put(word, Fraction.of(seconds[i]));
            }
        }
        SIZES.put("B", Fraction.ONE);
        for (int i = 0; i < 5; i++) {
            String letter = "KMGTP".substring(i, i + 1);
            SIZES.put(letter + "B", Fraction.of(1000).power(i + 1));
            SIZES.put(letter, Fraction.of(1000).power(i + 1));
            SIZES.put(letter + "iB", Fraction.of(1024).power(i + 1));
            SIZES.put(letter + "i", Fraction.of(1024).power(i + 1));
        }
        SIZES.put("kB", Fraction.of(1000));
        SIZES.put("k", Fraction.of(1000));
    }

    /** No unit: ratios and factors. */
    public static final Unit ONE = of("");

    public static final Unit PERCENT = of("%");
    public static final Unit SECONDS = of("s");

    /**
     * A unit that is known to be one.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Unit of(String symbol) {
        Unit unit = parse(symbol);
        if (unit == null) {
            throw new IllegalArgumentException("'" + symbol + "' is not a unit");
        }
        return unit;
    }

    /** Reads a unit such as {@code tokens/min}; null when it is none. */
    public static @Nullable Unit parse(String symbol) {
        String[] parts = symbol.strip().split("/", -1);
        if (parts.length > 4) {
            return null;
        }
        Dimension dimension = Dimension.RATIO;
        Fraction scale = Fraction.ONE;
        for (int i = 0; i < parts.length; i++) {
            String word = parts[i].strip();
            if (i > 0 && word.isEmpty()) {
                return null;
            }
            // `/s` is so many a second.
            Unit part = i == 0 && word.isEmpty() && parts.length > 1
                    ? new Unit("", Dimension.COUNT, Fraction.ONE)
                    : single(word);
            if (part == null) {
                return null;
            }
            dimension = i == 0 ? part.dimension : dimension.over(part.dimension);
            scale = i == 0 ? part.scale : scale.over(part.scale);
        }
        return new Unit(symbol.strip(), dimension, scale);
    }

    private static @Nullable Unit single(String word) {
        if (word.isEmpty()) {
            return new Unit("", Dimension.RATIO, Fraction.ONE);
        } else if (word.equals("%")) {
            return new Unit(word, Dimension.RATIO, Fraction.of(1, 100));
        } else if (word.equals("×")) {
            return new Unit(word, Dimension.RATIO, Fraction.ONE);
        } else if (word.equals("token") || word.equals("tokens")) {
            return new Unit(word, Dimension.TOKENS, Fraction.ONE);
        } else if (word.equals("ktokens")) {
            return new Unit(word, Dimension.TOKENS, Fraction.of(1000));
        } else if (word.equals("million")) {
            return new Unit(word, Dimension.COUNT, Fraction.of(1_000_000));
        }
        Fraction time = TIMES.get(word);
        if (time != null) {
            return new Unit(word, Dimension.TIME, time);
        }
        Fraction size = SIZES.get(word);
        if (size != null) {
            return new Unit(word, Dimension.BYTES, size);
        }
        if (word.matches("[A-Z]{3}")
                && Currency.getAvailableCurrencies().stream()
                        .anyMatch(c -> c.getCurrencyCode().equals(word))) {
            return new Unit(word, Dimension.money(word), Fraction.ONE);
        }
        return word.matches("[A-Za-z][A-Za-z]+([-_][A-Za-z]+)*") ? new Unit(word, Dimension.COUNT, Fraction.ONE) : null;
    }

    /** The unit of a product or quotient: base units. */
    static Unit base(Dimension dimension) {
        return new Unit(dimension.symbol(), dimension, Fraction.ONE);
    }

    /** For messages: {@code tokens/min (a token rate)}. */
    public String described() {
        return symbol.isEmpty() ? "a plain number" : symbol + " (" + dimension.noun() + ")";
    }

    @Override
    public String toString() {
        return symbol;
    }
}
