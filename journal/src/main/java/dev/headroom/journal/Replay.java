package dev.headroom.journal;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs recorded decisions through a decider again and tells where it decides otherwise. With the engine and the workload that
 * made them there is no difference, to the bit; with another workload the differences are what a change would have done,
 * decision by decision.
 *
 * @param entries number of decisions replayed
 * @param skipped decisions at the begin that were not, since no state before them is kept
 * @param differences where the replay decided otherwise, in the order of the decisions
 */
public record Replay(int entries, int skipped, List<Difference> differences) {

    /**
     * One decision that came out otherwise.
     *
     * @param at time of the decision
     * @param recorded replicas decided then
     * @param replayed replicas decided now
     * @param what what differs: replicas, reasons, advice or the state after
     */
    public record Difference(Instant at, int recorded, int replayed, String what) {}

    public Replay {
        differences = List.copyOf(differences);
    }

    /** Whether every decision came out the same. */
    public boolean same() {
        return differences.isEmpty();
    }

    /**
     * Replays decisions of one workload, oldest first.
     *
     * @throws IllegalArgumentException if one is of another workload
     */
    public static Replay of(Workload workload, Decider decider, Iterable<Recorded> journal) {
        List<Difference> differences = new ArrayList<>();
        int count = 0;
        int skipped = 0;
        @Nullable WorkloadState state = null;
        for (Recorded then : journal) {
            if (!then.workload().equals(workload.name())) {
                throw new IllegalArgumentException(
                        "the journal is of '" + then.workload() + "', not of '" + workload.name() + "'");
            }
            state = then.before() == null ? state : then.before();
            if (state == null) {
                skipped++;
                continue;
            }
            count++;
            Decision now = decider.decide(workload, state, then.seen(), then.at());
            String what = difference(then, now);
            if (!what.isEmpty()) {
                differences.add(new Difference(then.at(), then.desired(), now.desired(), what));
            }
            state = now.state();
        }
        return new Replay(count, skipped, differences);
    }

    /** What differs, most important first; empty for nothing. Reasons and advice are compared as they are written. */
    private static String difference(Recorded then, Decision now) {
        if (then.desired() != now.desired()) {
            return "replicas";
        }
        if (!EngineJson.write(then.reasons()).equals(EngineJson.write(now.reasons()))) {
            return "reasons";
        }
        if (!EngineJson.write(then.advice()).equals(EngineJson.write(now.advice()))) {
            return "advice";
        }
        return then.fingerprint().equals(Recorded.fingerprint(now.state())) ? "" : "state";
    }
}
