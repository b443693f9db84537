package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A weighted score over several signals, each by how far it is past its threshold.
 *
 * @param metrics the signals with their weights and thresholds
 * @param normalisation how "how far" becomes a number between 0 and 1
 * @param high score above which scaling out is highly urgent, such as 0.6
 * @param medium score above which it scales out at all, such as 0.3
 * @param low score of the down side above which it scales in, such as 0.5
 */
public record CompositeScore(List<Metric> metrics, Normalisation normalisation, double high, double medium, double low) implements Policy {

    /** How the distance past a threshold is normalised; capped at 1. */
    public enum Normalisation {
        /** (value − threshold) ÷ threshold. */
        THRESHOLD,
        /** (value − threshold) ÷ (saturation − threshold): all the room there is left. */
        ROOM
    }

    /** A signal, its weight, its thresholds and its saturation, in base units. */
    public record Metric(String signal, double weight, double up, double down, double saturation) {}

    @Override
    public String label() {
        return "score";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
