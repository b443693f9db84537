package dev.headroom.engine.policy;

import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Recommendation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of evaluating a policy.
 *
 * @param recommendation what it wants
 * @param memory what it will need next time, or null
 * @param advice what it asks of others
 */
public record Evaluation(
        Recommendation recommendation, @Nullable Memory memory, List<Advice> advice) {

    /** A recommendation of a policy that remembers nothing. */
    public static Evaluation of(Recommendation recommendation) {
        return new Evaluation(recommendation, null, List.of());
    }

    /** A recommendation and the memory for next time. */
    public static Evaluation of(Recommendation recommendation, Memory memory) {
        return new Evaluation(recommendation, memory, List.of());
    }
}
