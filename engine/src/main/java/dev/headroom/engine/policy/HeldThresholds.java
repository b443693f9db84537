package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Progressive thresholds: phases of a level held for a time. The highest phase whose hold is satisfied wins; its growth is
 * clamped to 1–2, 2–5 or 4–10 replicas by urgency (conservative, moderate from 1.5, aggressive from 3.0).
 *
 * @param signal the signal followed, in base units
 * @param up phases for scaling out, ascending by threshold
 * @param down phases for scaling in, descending by threshold
 */
public record HeldThresholds(String signal, List<Phase> up, List<Phase> down) implements Policy {

    /**
     * A level that must hold for a time.
     *
     * @param threshold at or above (up) or at or below (down)
     * @param hold how long without interruption
     * @param growth share of the current replicas to add or take away, such as 0.2; infinity: straight to what covers the
     *     load at the first threshold
     * @param urgency sizes the step
     */
    public record Phase(double threshold, Duration hold, double growth, double urgency) {}

    /** Since when each phase has held, in epoch milliseconds; −1 while it does not. Up phases first. */
    public record Holds(List<Long> since) implements Memory {}

    @Override
    public String label() {
        return "threshold(" + signal + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
