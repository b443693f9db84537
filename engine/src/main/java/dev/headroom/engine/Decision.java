package dev.headroom.engine;

import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Reason;
import java.time.Instant;
import java.util.List;

/**
 * The outcome of one evaluation.
 *
 * @param at the time it was made for
 * @param current replicas asked of the target before
 * @param desired replicas to ask for now
 * @param reasons every step of the evaluation, in order
 * @param advice what is asked of others
 * @param state to be passed to the next evaluation
 */
public record Decision(
        Instant at, int current, int desired, List<Reason> reasons, List<Advice> advice, WorkloadState state) {

    /** Whether the target must change. */
    public boolean acts() {
        return desired != current;
    }

    /** The whole explanation, a sentence a line. */
    public String explanation() {
        StringBuilder out = new StringBuilder();
        for (Reason r : reasons) {
            out.append(r.rule()).append(": ").append(r.text()).append('\n');
        }
        return out.toString();
    }
}
