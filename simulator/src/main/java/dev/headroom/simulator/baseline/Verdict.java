package dev.headroom.simulator.baseline;

import dev.headroom.engine.Decision;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Replica;
import java.time.Instant;
import java.util.List;

/** What all baselines share: reading an observation and putting an outcome into a {@link Decision}. */
final class Verdict {
    private static final double MOST = 1e9;

    private Verdict() {}

    /** A decision for {@code desired} replicas; the engine's state only keeps the time. */
    static Decision of(WorkloadState state, Observations seen, Instant now, int desired, List<Reason> reasons) {
        return new Decision(
                now,
                seen.fleet().desired(),
                desired,
                reasons,
                List.of(),
                new WorkloadState(state.version(), now, state.signals(), state.policies(), state.guardrails()));
    }

    /** A decision to leave everything as it is. */
    static Decision hold(WorkloadState state, Observations seen, Instant now, Reason why) {
        return of(state, seen, now, seen.fleet().desired(), List.of(why));
    }

    /** Whether a reading carries a number that can be used. */
    static boolean usable(Reading reading) {
        return reading.status() == Reading.Status.OK && Double.isFinite(reading.value());
    }

    /** Replicas not ready, or ready for less than {@code warmupMillis}: AWS calls them warming up. */
    static int warming(Observations seen, long nowMillis, long warmupMillis) {
        int warming = seen.fleet().starting();
        List<Replica> young = seen.fleet().young();
        for (int i = 0; i < young.size(); i++) {
            Replica r = young.get(i);
            Instant ready = r.readyAt();
            if (ready != null
                    && r.phase() != Replica.Phase.DRAINING
                    && ready.toEpochMilli() + warmupMillis > nowMillis) {
                warming++;
            }
        }
        return warming;
    }

    static int clamp(int replicas, int min, int max) {
        return Math.max(min, Math.min(max, replicas));
    }

    /** Rounds a count up; a billion at most. */
    static int ceil(double replicas) {
        return (int) Math.min(MOST, Math.ceil(replicas));
    }
}
