package dev.headroom.controller.metrics;

import dev.headroom.engine.model.Unit;
import java.util.Locale;

/** Values of labels. */
final class Words {

    private Words() {}

    /** A constant's name in lower case. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The base unit that values of a unit are converted to. */
    static String base(Unit unit) {
        return switch (unit) {
            case COUNT -> "count";
            case RATIO, PERCENT -> "ratio";
            case PER_SECOND, PER_MINUTE -> "per_second";
            case SECONDS, MILLISECONDS -> "seconds";
            case BYTES -> "bytes";
        };
    }
}
