package dev.headroom.journal;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.loop.Store.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs recorded entries through a decider again and tells where it decides otherwise. With the engine and the workload that
 * made them there is no difference, to the bit; with another workload the differences are what a change would have done,
 * decision by decision.
 *
 * @param entries number of entries replayed
 * @param differences where the replay decided otherwise, in the order of the entries
 */
public record Replay(int entries, List<Difference> differences) {

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
     * Replays entries of one workload, each from the state recorded before it.
     *
     * @throws IllegalArgumentException if an entry is of another workload
     */
    public static Replay of(Workload workload, Decider decider, Iterable<Entry> entries) {
        List<Difference> differences = new ArrayList<>();
        int count = 0;
        for (Entry e : entries) {
            if (!e.workload().equals(workload.name())) {
                throw new IllegalArgumentException(
                        "the journal is of '" + e.workload() + "', not of '" + workload.name() + "'");
            }
            count++;
            Decision then = e.decision();
            Decision now = decider.decide(workload, e.before(), e.seen(), then.at());
            String what = difference(then, now);
            if (!what.isEmpty()) {
                differences.add(new Difference(then.at(), then.desired(), now.desired(), what));
            }
        }
        return new Replay(count, differences);
    }

    /** What differs, most important first; empty for nothing. States are compared as they are written. */
    private static String difference(Decision then, Decision now) {
        if (then.desired() != now.desired()) {
            return "replicas";
        }
        if (!EngineJson.write(then.reasons()).equals(EngineJson.write(now.reasons()))) {
            return "reasons";
        }
        if (!EngineJson.write(then.advice()).equals(EngineJson.write(now.advice()))) {
            return "advice";
        }
        return EngineJson.write(then.state()).equals(EngineJson.write(now.state())) ? "" : "state";
    }
}
