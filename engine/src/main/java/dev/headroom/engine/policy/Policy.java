package dev.headroom.engine.policy;

import dev.headroom.engine.model.Situation;
import org.jspecify.annotations.Nullable;

/**
 * A rule that says how many replicas a workload should have. Evaluation is pure: the same situation and memory give the
 * same result. A new policy is one record here, with its evaluation and its memory.
 */
public sealed interface Policy
        permits TargetTracking,
                StepScaling,
                HeldThresholds,
                QueueBacklog,
                ConcurrencyPanic,
                Scheduled,
                Predictive,
                CompositeScore,
                Pressure,
                Expression,
                CapacityModel,
                Vertical {

    /** How explanations call it, such as {@code target(inflight)}. */
    String label();

    /**
     * One evaluation.
     *
     * @param s what is seen
     * @param memory what the former evaluation remembered; null at the first, or when another kind of policy stood here
     */
    Evaluation evaluate(Situation s, @Nullable Memory memory);
}
