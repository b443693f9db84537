package dev.headroom.simulator.optimum;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reason;
import java.time.Instant;
import java.util.List;

/**
 * A policy that knows the future: it asks for what a plan says. What the plan asks for between two decisions it asks for at the
 * first, and what the plan gives back then, at the second.
 */
record Foresight(Plan plan) implements Decider {

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        int current = seen.fleet().desired();
        long at = now.toEpochMilli();
        int desired = plan.most(at, at + workload.interval().toMillis());
        return new Decision(
                now,
                current,
                desired,
                List.of(Reason.of(
                        Reason.Stage.POLICY,
                        "clairvoyant",
                        desired == current
                                ? "the plan keeps {after} replicas"
                                : "the plan has {after} replicas from here",
                        current,
                        desired,
                        "")),
                List.of(),
                new WorkloadState(state.version(), now, state.signals(), state.policies(), state.guardrails()));
    }
}
