package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest ratio of a signal to its target: above {@code up} the fleet grows by pressure × boost, below {@code down} it
 * shrinks by a share.
 *
 * @param ratios the signals and their targets
 * @param up such as 1.2
 * @param down such as 0.6
 * @param boost such as 1.1
 * @param shrink such as 0.1
 */
public record Pressure(List<Ratio> ratios, double up, double down, double boost, double shrink) implements Policy {

    /** A signal against its target in base units; {@code perReplica} divides a total by the ready replicas first. */
    public record Ratio(String signal, double target, boolean perReplica) {}

    @Override
    public String label() {
        return "pressure";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
