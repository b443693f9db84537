package dev.headroom.spec;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import org.jspecify.annotations.Nullable;

/**
 * A value that a signal is compared with, and the dimension it was written in.
 *
 * @param value in base units
 * @param dimension as written
 * @param at where it is written; null when it was not read
 */
record Level(double value, Dimension dimension, @Nullable Cursor at) {

    Level(double value, Dimension dimension) {
        this(value, dimension, null);
    }

    /** The same level with its place. */
    Level at(Cursor place) {
        return new Level(value, dimension, place);
    }

    /** What kind of quantity a level or a signal is. */
    enum Dimension {
        COUNT("a count", "100"),
        RATIO("a share", "60%"),
        RATE("a rate", "500/s"),
        TIME("a time", "300ms"),
        BYTES("a size in bytes", "512Mi");

        private final String noun;
        private final String example;

        Dimension(String noun, String example) {
            this.noun = noun;
            this.example = example;
        }

        static Dimension of(Unit unit) {
            return switch (unit) {
                case COUNT -> COUNT;
                case RATIO, PERCENT -> RATIO;
                case PER_SECOND, PER_MINUTE -> RATE;
                case SECONDS, MILLISECONDS -> TIME;
                case BYTES -> BYTES;
            };
        }

        String noun() {
            return noun;
        }

        String example() {
            return example;
        }
    }

    /**
     * The value for a signal, NaN after reporting that it cannot be one. A plain number also fits a signal per second or in
     * bytes, and a share up to 1.
     */
    double of(Signal signal) {
        Dimension wanted = Dimension.of(signal.unit());
        boolean plain = dimension == Dimension.COUNT;
        if (dimension == wanted
                || (plain && (signal.unit() == Unit.PER_SECOND || wanted == Dimension.BYTES))
                || (plain && wanted == Dimension.RATIO && value <= 1)) {
            return value;
        }
        if (at == null) {
            throw new IllegalStateException("a level that was not read: " + this);
        }
        String written = at.raw().strip();
        at.error(
                plain
                        ? written + " has no unit, and signal '" + signal.name() + "' is " + wanted.noun()
                        : "'" + written + "' is " + dimension.noun() + ", and signal '" + signal.name() + "' is "
                                + wanted.noun(),
                "write it like " + (plain && wanted == Dimension.RATIO ? written + "%" : wanted.example()));
        return Double.NaN;
    }
}
