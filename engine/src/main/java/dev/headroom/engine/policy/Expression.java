package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Formula;
import org.jspecify.annotations.Nullable;

/**
 * A formula over the signals that gives the desired replicas, or a value to be compared with a target.
 *
 * @param formula the formula
 * @param target per-replica target of the value; NaN when the formula gives replicas
 */
public record Expression(Formula formula, double target) implements Policy {


    @Override
    public String label() {
        return "expression";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
