package dev.headroom.engine;

import dev.headroom.engine.model.Observations;
import java.time.Instant;

/** Decides how many replicas a workload should have. {@link Engine} is the product; the simulator's baselines are others. */
@FunctionalInterface
public interface Decider {
    /**
     * One decision.
     *
     * @param state of the decision before; {@link WorkloadState#INITIAL} at first
     * @param seen one reading per signal of the workload, in its order
     * @param now not before the former decision
     */
    Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now);
}
