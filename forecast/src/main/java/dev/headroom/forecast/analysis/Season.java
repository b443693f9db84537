package dev.headroom.forecast.analysis;

import java.util.Locale;

/** What repeats in the traffic, from the plainest to the richest. */
public enum Season {
    /** Nothing. */
    NONE("no season"),
    /** The day. */
    DAY("every day alike"),
    /** The day, higher or lower by the day of the week. */
    WEEKDAYS("days of one shape, each weekday of its own height"),
    /** Two kinds of days: Monday to Friday, and the weekend. */
    WEEKENDS("workdays and weekends"),
    /** Each hour of the week for itself. */
    WEEK("every hour of the week its own");

    private final String said;

    Season(String said) {
        this.said = said;
    }

    /** In words. */
    public String said() {
        return said;
    }

    /** The word for it in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Days of history that it takes to tell it. */
    int leastDays() {
        return switch (this) {
            case NONE -> 0;
            case DAY -> 2;
            case WEEKDAYS, WEEKENDS -> 14;
            case WEEK -> 28;
        };
    }
}
