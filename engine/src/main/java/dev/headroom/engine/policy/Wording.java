package dev.headroom.engine.policy;

import dev.headroom.engine.model.Signal;

/**
 * A sentence template in three spellings, so that a value is shown in the unit people know it by. {@code @} in the source
 * stands for the format of a value of the signal.
 */
record Wording(String plain, String percent, String seconds) {

    static Wording of(String template) {
        return new Wording(template.replace("@", ""), template.replace("@", "|%"), template.replace("@", "|s"));
    }

    /** The template for values of that signal. */
    String in(Signal signal) {
        return switch (signal.unit()) {
            case RATIO, PERCENT -> percent;
            case SECONDS, MILLISECONDS -> seconds;
            case COUNT, PER_SECOND, PER_MINUTE, BYTES -> plain;
        };
    }
}
