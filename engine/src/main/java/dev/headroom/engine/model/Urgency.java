package dev.headroom.engine.model;

/** How pressing a recommendation is, as words for the continuous urgency of a {@link Recommendation}. */
public enum Urgency {
    LOW,
    MODERATE,
    HIGH;

    /** Above 1.5 moderate, from 3.0 high; the scale the threshold policy sizes its steps by. */
    public static Urgency of(double urgency) {
        return urgency >= 3.0 ? HIGH : urgency >= 1.5 ? MODERATE : LOW;
    }
}
