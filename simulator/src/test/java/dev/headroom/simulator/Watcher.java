package dev.headroom.simulator;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Observations;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A decider that follows a plan and remembers what it saw. */
final class Watcher implements Decider {
    private final TreeMap<Long, Integer> plan;
    private final TreeMap<Long, Observations> seen = new TreeMap<>();

    /** @param plan replicas wanted from a second on; there is an entry for 0 */
    Watcher(Map<Long, Integer> plan) {
        this.plan = new TreeMap<>(plan);
    }

    @Override
    public Decision decide(Workload w, WorkloadState s, Observations o, Instant now) {
        long second = (now.toEpochMilli() - Worlds.START) / 1000;
        seen.put(second, o);
        int want = Objects.requireNonNull(plan.floorEntry(second)).getValue();
        return Worlds.decision(now, o.fleet().desired(), want, s);
    }

    /** The fleet at the turn of a second, before its decision. */
    Fleet fleet(long second) {
        return Objects.requireNonNull(seen.get(second)).fleet();
    }

    /** What was seen at the turn of a second. */
    Observations at(long second) {
        return Objects.requireNonNull(seen.get(second));
    }
}
