package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adjusts by how far a signal is past a threshold.
 *
 * @param signal the signal followed, in base units
 * @param type what an adjustment means
 * @param leastMagnitude for {@link Type#PERCENT}, the least change in replicas; at least 0
 * @param above steps for values at or above a threshold; null for none
 * @param below steps for values at or below a threshold; null for none
 * @param adaptive whether learned thresholds replace the two thresholds when present
 * @param breaches evaluation periods of the last {@code periods} that must breach (the m of n)
 * @param periods evaluation periods looked at
 * @param period length of an evaluation period
 */
public record StepScaling(String signal, Type type, int leastMagnitude, @Nullable Side above, @Nullable Side below, boolean adaptive, int breaches, int periods, Duration period) implements Policy {

    /** What an adjustment means. */
    public enum Type {
        CHANGE,
        EXACT,
        PERCENT
    }

    /** A threshold in base units and the steps relative to it, in ascending order without gaps or overlaps. */
    public record Side(double threshold, List<Step> steps) {}

    /**
     * One step: for values whose distance to the threshold is in [lower, upper) above it, or (lower, upper] below it; an
     * open end is infinite. Percent adjustments are ratios (0.2 = +20 %).
     */
    public record Step(double lower, double upper, double adjustment) {}

    /** The last evaluation periods, newest in bit 0, and when the running one began. */
    public record Periods(long aboveBits, long belowBits, long periodStartMillis) implements Memory {}

    @Override
    public String label() {
        return "step(" + signal + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
