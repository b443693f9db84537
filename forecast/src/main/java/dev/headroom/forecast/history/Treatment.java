package dev.headroom.forecast.history;

import java.util.Locale;

/**
 * A flaw of the data, and what was done about it.
 *
 * @param kind what it is
 * @param count how often it was there
 * @param said a sentence for people
 */
public record Treatment(Kind kind, int count, String said) {

    /** Kinds of flaws and of readings that are not self-evident. */
    public enum Kind {
        /** Stretches without data. */
        GAP,
        /** Lines with the time of another. */
        DUPLICATE,
        /** Lines that were not in the order of time. */
        DISORDER,
        /** Lines without a value. */
        EMPTY,
        /** A counter that only grows. */
        COUNTER,
        /** A counter that began again. */
        RESET,
        /** Times whose zone had to be assumed, or that changes. */
        ZONE,
        /** Clock changes within the history. */
        CLOCK_CHANGE,
        /** Steps that are not all of the same length. */
        IRREGULAR,
        /** How the values were understood. */
        READING;

        /** The word for it in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
