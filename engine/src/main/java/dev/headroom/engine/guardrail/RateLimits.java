package dev.headroom.engine.guardrail;

import java.time.Duration;
import java.util.List;

/**
 * Limits of change per period.
 *
 * @param up limits on the way up
 * @param upSelect which of several counts
 * @param down limits on the way down
 * @param downSelect which of several counts
 */
public record RateLimits(List<Rate> up, Select upSelect, List<Rate> down, Select downSelect) {

    /** No limits. */
    public static final RateLimits NONE = new RateLimits(List.of(), Select.MAX, List.of(), Select.MAX);

    /** Which of several limits counts. */
    public enum Select {
        /** The one that allows the largest change. */
        MAX,
        /** The one that allows the smallest change. */
        MIN,
        /** No change in this direction at all. */
        DISABLED
    }

    /**
     * One limit.
     *
     * @param period at most a day
     * @param replicas change allowed in the period; −1 when {@code share} is meant
     * @param share change allowed relative to the replicas at the start of the period; NaN when {@code replicas} is meant
     */
    public record Rate(Duration period, int replicas, double share) {}
}
