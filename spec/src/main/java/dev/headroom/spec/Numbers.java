package dev.headroom.spec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers, shares and quantities that signals are measured in, as scalars. */
final class Numbers {

    private Numbers() {}

    /** A ratio, written as a percentage or as a plain decimal. */
    static final class ShareForm extends Scalar<Double> {
        private final double least;
        private final double most;
        private final boolean asPercent;

        ShareForm(double least, double most, boolean asPercent) {
            super(
                    asPercent ? "percentage" : "factor",
                    asPercent ? "a percentage" : "a factor",
                    asPercent ? "60%" : "1.2 or 120%");
            this.least = least;
            this.most = most;
            this.asPercent = asPercent;
        }

        @Override
        Double parse(String text) throws Unfit {
            double v;
            if (Quantity.isPercent(text)) {
                v = Quantity.percent(text);
            } else if (Quantity.isNumber(text)) {
                v = Double.parseDouble(text);
                if (asPercent && v > 1) {
                    throw new Unfit(text + " has no unit", "write " + text + "%");
                }
            } else {
                throw unfit(text);
            }
            if (!(v >= least && v <= most)) {
                throw new Unfit(
                        "'" + text + "' is out of range",
                        asPercent
                                ? "it must be " + (least > 0 ? "above 0% and at most 100%" : "from 0% to 100%")
                                : "it must not be negative");
            }
            return v;
        }

        @Override
        Object format(Double value) {
            return asPercent ? Quantity.percent(value) : new BigDecimal(Quantity.number(value));
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of(
                    "anyOf",
                    List.of(
                            pattern("^" + Quantity.PERCENT + "$"),
                            Schemas.of("type", "number", "minimum", 0, "maximum", most)));
        }
    }

    static final class QuantileForm extends Scalar<Double> {
        QuantileForm() {
            super("quantile", "a quantile", "0.9 or p90");
        }

        @Override
        Double parse(String text) throws Unfit {
            boolean p = text.matches("p[0-9]{1,2}(\\.[0-9]+)?");
            double v;
            if (p) {
                v = Quantity.percent(text.substring(1) + "%");
            } else if (Quantity.isPercent(text)) {
                v = Quantity.percent(text);
            } else if (Quantity.isNumber(text)) {
                v = Double.parseDouble(text);
            } else {
                throw unfit(text);
            }
            if (!(v > 0 && v < 1)) {
                throw new Unfit(
                        "'" + text + "' is no quantile: it must lie between 0 and 1, both excluded",
                        v > 1 && v < 100 ? "write p" + text : "write it like 0.9 or p90");
            }
            return v;
        }

        @Override
        Object format(Double value) {
            return new BigDecimal(Quantity.number(value));
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of(
                    "anyOf",
                    List.of(
                            pattern("^(p[0-9]{1,2}(\\.[0-9]+)?|[0-9]+(\\.[0-9]+)?\\s?%)$"),
                            Schemas.of("type", "number", "exclusiveMinimum", 0, "exclusiveMaximum", 1)));
        }
    }

    static final class NumberForm extends Scalar<Double> {
        private final double least;
        private final double most;

        NumberForm(double least, double most) {
            super("number", "a number", "2.5");
            this.least = least;
            this.most = most;
        }

        @Override
        Double parse(String text) throws Unfit {
            if (!Quantity.isNumber(text)) {
                throw unfit(text);
            }
            double v = Double.parseDouble(text);
            if (!(v >= least && v <= most)) {
                throw new Unfit(
                        "'" + text + "' is out of range",
                        least > 0 ? "it must be positive" : "it must not be negative");
            }
            return v;
        }

        @Override
        Object format(Double value) {
            return new BigDecimal(Quantity.number(value));
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("type", "number", least > 0 ? "exclusiveMinimum" : "minimum", 0);
        }
    }

    static final class CountForm extends Scalar<Integer> {
        private final int least;
        private final int most;

        CountForm(int least, int most) {
            super("count", "a whole number", "10");
            this.least = least;
            this.most = most;
        }

        @Override
        Integer parse(String text) throws Unfit {
            if (!Quantity.isNumber(text)) {
                throw unfit(text);
            }
            BigDecimal v = new BigDecimal(text);
            if (v.stripTrailingZeros().scale() > 0) {
                throw new Unfit("'" + text + "' is not a whole number", "");
            }
            if (v.compareTo(BigDecimal.valueOf(least)) < 0 || v.compareTo(BigDecimal.valueOf(most)) > 0) {
                throw new Unfit("'" + text + "' is out of range", "it must be from " + least + " to " + most);
            }
            return v.intValueExact();
        }

        @Override
        Object format(Integer value) {
            return value;
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("type", "integer", "minimum", least, "maximum", most);
        }
    }

    static final class BytesForm extends Scalar<Double> {
        BytesForm() {
            super("bytes", "a size in bytes", "512Mi or 2GB");
        }

        @Override
        Double parse(String text) throws Unfit {
            if (Quantity.isNumber(text)) {
                throw new Unfit(text + " has no unit", "write " + text + "Mi, " + text + "GB or " + text + "B");
            }
            if (!Quantity.isBytes(text)) {
                throw unfit(text);
            }
            return Quantity.bytes(text);
        }

        @Override
        Object format(Double value) {
            return Quantity.bytes(value);
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return pattern("^" + Quantity.BYTES + "$");
        }
    }

    /** A value in whatever dimension its signal has. */
    static final class LevelForm extends Scalar<Level> {
        LevelForm() {
            super("level", "a level of the signal", "100, 60%, 300ms, 500/s or 512Mi");
        }

        @Override
        @Nullable
        Level read(Cursor at) {
            Level level = super.read(at);
            return level == null ? null : level.at(at);
        }

        @Override
        Level parse(String text) throws Unfit {
            if (text.startsWith("-")) {
                throw new Unfit("'" + text + "' is negative", "write a level that the signal can have");
            }
            if (Quantity.isPercent(text)) {
                return new Level(Quantity.percent(text), Level.Dimension.RATIO);
            }
            if (Quantity.isNumber(text)) {
                return new Level(Double.parseDouble(text), Level.Dimension.COUNT);
            }
            if (Quantity.isRate(text)) {
                return new Level(Quantity.rate(text), Level.Dimension.RATE);
            }
            Duration d = Quantity.isDuration(text) ? Quantity.duration(text) : null;
            if (d != null) {
                return new Level(d.toNanos() / 1e9, Level.Dimension.TIME);
            }
            if (Quantity.isBytes(text)) {
                return new Level(Quantity.bytes(text), Level.Dimension.BYTES);
            }
            throw unfit(text);
        }

        @Override
        Object format(Level level) {
            double v = level.value();
            return switch (level.dimension()) {
                case COUNT -> new BigDecimal(Quantity.number(v));
                case RATIO -> Quantity.percent(v);
                case RATE -> Quantity.rate(v);
                case TIME -> Quantity.duration(Duration.ofNanos(Math.round(v * 1e9)));
                case BYTES -> Quantity.bytes(v);
            };
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of(
                    "anyOf",
                    List.of(
                            Schemas.of("type", "number", "minimum", 0),
                            pattern("^(" + Quantity.PERCENT + "|" + Quantity.RATE + "|" + Quantity.DURATION + "|"
                                    + Quantity.BYTES + ")$")));
        }
    }

    /** A decimal number, kept exactly as written: for amounts of a currency that is named elsewhere. */
    static final class DecimalForm extends Scalar<BigDecimal> {
        private static final int MOST_DIGITS = 30;

        DecimalForm() {
            super("amount", "an amount", "0.096");
        }

        @Override
        BigDecimal parse(String text) throws Unfit {
            if (Quantity.isMoney(text) || Quantity.isPrice(text)) {
                throw new Unfit(
                        "'" + text + "' names a currency, and the catalog has one for all",
                        "write " + text.replaceAll("\\s?[A-Z]{3}.*", ""));
            }
            if (!Quantity.isNumber(text)) {
                throw unfit(text);
            }
            BigDecimal v = new BigDecimal(text);
            if (v.signum() < 0 || v.precision() - v.scale() > 15 || v.scale() > MOST_DIGITS) {
                throw new Unfit(
                        "'" + text + "' is out of range",
                        v.signum() < 0 ? "it must not be negative" : "it must be an amount of money");
            }
            return v.signum() == 0 ? BigDecimal.ZERO : new BigDecimal(Quantity.plain(v));
        }

        @Override
        Object format(BigDecimal value) {
            return value;
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("type", "number", "minimum", 0);
        }
    }

    /** A term of a contract in whole months or years; the value is in months. */
    static final class TermForm extends Scalar<Integer> {
        private static final String PATTERN = "[1-9][0-9]?(mo|y)";

        TermForm() {
            super("term", "a term", "1y, 3y or 6mo");
        }

        @Override
        Integer parse(String text) throws Unfit {
            if (!text.matches(PATTERN)) {
                throw unfit(text);
            }
            return text.endsWith("y")
                    ? 12 * Integer.parseInt(text.substring(0, text.length() - 1))
                    : Integer.parseInt(text.substring(0, text.length() - 2));
        }

        @Override
        Object format(Integer months) {
            return months % 12 == 0 ? months / 12 + "y" : months + "mo";
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return pattern("^" + PATTERN + "$");
        }
    }

    /** Events in an hour, exactly as written: for prices, where a month has 730 hours. */
    static final class HourlyForm extends Scalar<Double> {
        private static final String PATTERN = "[0-9]+(\\.[0-9]+)?\\s?/\\s?(s|min|h|day|month)";
        private static final Map<String, Double> HOURS =
                Map.of("s", 1 / 3600.0, "min", 1 / 60.0, "h", 1.0, "day", 24.0, "month", 730.0);

        HourlyForm() {
            super("rate", "a rate", "260/h");
        }

        @Override
        Double parse(String text) throws Unfit {
            if (Quantity.isNumber(text)) {
                throw new Unfit(text + " does not say for how long", "write " + text + "/h");
            }
            if (text.length() > 40 || !text.matches(PATTERN)) {
                throw unfit(text);
            }
            int slash = text.indexOf('/');
            double hours = HOURS.getOrDefault(text.substring(slash + 1).strip(), 1.0);
            double v = Double.parseDouble(text.substring(0, slash).strip()) / hours;
            if (v > 1e15) {
                throw new Unfit("'" + text + "' is out of range", "");
            }
            return v;
        }

        @Override
        Object format(Double value) {
            return Quantity.plain(new BigDecimal(Double.toString(value))) + "/h";
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return pattern("^" + PATTERN + "$");
        }
    }
}
