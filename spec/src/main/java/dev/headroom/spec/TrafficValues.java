package dev.headroom.spec;

import dev.headroom.spec.ShapeSpec.Amount;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scalars that traffic is made of. */
final class TrafficValues {

    private TrafficValues() {}

    static final Scalar<Amount> AMOUNT = new AmountForm(true);
    static final Scalar<Double> PERCENT = new PercentForm();
    static final Scalar<LocalTime> TIME = new TimeForm();
    static final Scalar<Long> SEED = new SeedForm();
    static final Scalar<DayOfWeek> DAY = Word.of(
            "a day of the week",
            DayOfWeek.class,
            "mon",
            DayOfWeek.MONDAY,
            "tue",
            DayOfWeek.TUESDAY,
            "wed",
            DayOfWeek.WEDNESDAY,
            "thu",
            DayOfWeek.THURSDAY,
            "fri",
            DayOfWeek.FRIDAY,
            "sat",
            DayOfWeek.SATURDAY,
            "sun",
            DayOfWeek.SUNDAY);

    private static final double MOST_RATE = 1e9;
    private static final double MOST_RATIO = 1e4;

    /** A rate, or a percentage of one. */
    private static final class AmountForm extends Scalar<Amount> {
        private final boolean rates;

        AmountForm(boolean rates) {
            super(
                    rates ? "rate or percentage" : "percentage",
                    rates ? "a rate or a percentage" : "a percentage",
                    rates ? "1500/s or 120%" : "120%");
            this.rates = rates;
        }

        @Override
        Amount parse(String text) throws Unfit {
            if (text.startsWith("-")) {
                throw new Unfit("'" + text + "' is negative; traffic is not", "write " + examples());
            }
            if (Quantity.isPercent(text)) {
                double ratio = Quantity.percent(text);
                if (ratio > MOST_RATIO) {
                    throw new Unfit("'" + text + "' is out of range", "a percentage is at most 1000000%");
                }
                return new Amount(ratio, false);
            }
            if (Quantity.isNumber(text)) {
                String percent = text.contains(".") ? Quantity.percent(Double.parseDouble(text)) : text + "%";
                throw new Unfit(text + " has no unit", "write " + (rates ? text + "/s or " : "") + percent);
            }
            if (rates && Quantity.isRate(text)) {
                double rate = Quantity.rate(text);
                if (rate > MOST_RATE) {
                    throw new Unfit("'" + text + "' is out of range", "a rate is at most 1000000000/s");
                }
                return new Amount(rate, true);
            }
            throw unfit(text);
        }

        @Override
        Object format(Amount a) {
            return a.isRate() ? Quantity.rate(a.value()) : Quantity.percent(a.value());
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return pattern("^(" + Quantity.PERCENT + (rates ? "|" + Quantity.RATE : "") + ")$");
        }
    }

    /** A percentage that may be above 100 %. */
    private static final class PercentForm extends Scalar<Double> {
        private static final AmountForm AMOUNTS = new AmountForm(false);

        PercentForm() {
            super("percentage", "a percentage", "120%");
        }

        @Override
        Double parse(String text) throws Unfit {
            return AMOUNTS.parse(text).value();
        }

        @Override
        Object format(Double value) {
            return Quantity.percent(value);
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return AMOUNTS.schema(schemas);
        }
    }

    private static final class TimeForm extends Scalar<LocalTime> {
        TimeForm() {
            super("time of day", "a time of day", "\"20:00\"");
        }

        @Override
        LocalTime parse(String text) throws Unfit {
            try {
                return LocalTime.parse(text);
            } catch (DateTimeParseException e) {
                if (text.startsWith("24:00")) {
                    throw new Unfit("'" + text + "' is the next day's begin", "write \"00:00\"");
                }
                if (text.matches("[0-9]:[0-5][0-9](:[0-5][0-9])?")) {
                    throw new Unfit("'" + text + "' lacks a digit", "write \"0" + text + "\"");
                }
                throw new Unfit("'" + text + "' is not a time of day", "write hours and minutes such as " + examples());
            }
        }

        @Override
        Object format(LocalTime value) {
            return value.toString();
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return pattern("^[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?$");
        }
    }

    private static final class SeedForm extends Scalar<Long> {
        SeedForm() {
            super("seed", "a whole number", "7");
        }

        @Override
        Long parse(String text) throws Unfit {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                if (Quantity.isNumber(text)) {
                    throw new Unfit("'" + text + "' is not a whole number of 64 bits", "");
                }
                throw unfit(text);
            }
        }

        @Override
        Object format(Long value) {
            return BigDecimal.valueOf(value);
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("type", "integer");
        }
    }

    /** The days as written, or all seven. */
    static final List<DayOfWeek> EVERY_DAY = List.of(DayOfWeek.values());

    /** A mapping from days to percentages. */
    static final Form<Map<DayOfWeek, Double>> DAYS = new Keyed<>(DAY, PERCENT);

    /** A mapping from times of day to amounts of one kind. */
    static final Form<Map<LocalTime, Amount>> POINTS = new Mapped<>(
            new Keyed<>(TIME, AMOUNT),
            points -> {
                if (points.values().stream().map(Amount::isRate).distinct().count() > 1) {
                    throw new IllegalArgumentException("some points are rates and some percentages; write one kind");
                }
                return points;
            },
            LinkedHashMap::new);
}
