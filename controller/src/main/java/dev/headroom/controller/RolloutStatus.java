package dev.headroom.controller;

import dev.headroom.journal.Rollout.Stage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of the spec on its way, or the last one.
 *
 * @param stage how far it has come
 * @param begun when it began
 * @param since when its stage began
 * @param ends when its stage ends if nothing is against it; null when no more is to come
 * @param author whose change it is
 * @param former fingerprint of the spec that is replaced
 * @param next fingerprint of the spec that replaces it
 * @param first the workload that comes before the others; empty when there is none
 * @param changed workloads that the next spec changes, adds or drops, in order
 * @param why why it was returned, or what the next stage waits for; else empty
 * @param measured what was seen of the workloads in this stage, by this controller
 */
public record RolloutStatus(
        Stage stage,
        Instant begun,
        Instant since,
        @Nullable Instant ends,
        String author,
        String former,
        String next,
        String first,
        List<String> changed,
        String why,
        List<Measured> measured) {

    public RolloutStatus {
        changed = List.copyOf(changed);
        measured = List.copyOf(measured);
    }

    /** What may be asked of a roll-out. */
    public enum Order {
        /** The next stage begins now. */
        ADVANCE,
        /** The next spec is in force now, without more stages. */
        FINISH,
        /** The former spec is in force again. */
        ABORT,
        /** What was returned is rolled out once more. */
        RETRY
    }

    /**
     * A workload under the next spec, or beside which that decides, since the stage began.
     *
     * @param workload its name
     * @param turns turns there were
     * @param lacking of them, those that lacked data, or could not be carried out
     * @param judged turns in which the objective could be judged
     * @param missed of them, those that missed it
     * @param lackingBefore share of turns that lacked data under the former spec; NaN when not known
     * @param missedBefore share of turns that missed the objective under the former spec; NaN when not known
     * @param desired replicas that the next spec wants; −1 before its first decision
     * @param realHours in the shadow stage, replica hours of what runs; else NaN
     * @param decidedHours in the shadow stage, replica hours of what the next spec decided; else NaN
     */
    public record Measured(
            String workload,
            int turns,
            int lacking,
            int judged,
            int missed,
            double lackingBefore,
            double missedBefore,
            int desired,
            double realHours,
            double decidedHours) {}
}
