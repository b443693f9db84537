package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a signal at a target: desired = ⌈current × value ÷ target⌉ within a tolerance band.
 *
 * @param signal the signal followed
 * @param mode whether the signal is a total over the workload or an average over its ready replicas
 * @param target the value wanted, per replica for totals, in base units; positive
 * @param toleranceUp share above the target that is still let be, such as 0.1
 * @param toleranceDown share below the target that is still let be
 */
public record TargetTracking(String signal, Mode mode, double target, double toleranceUp, double toleranceDown) implements Policy {

    /** What the signal counts. */
    public enum Mode {
        /** The whole workload: desired = ⌈value ÷ target⌉. */
        TOTAL,
        /** The average over the ready replicas: desired = ⌈ready × value ÷ target⌉. */
        AVERAGE
    }

    @Override
    public String label() {
        return "target(" + signal + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
