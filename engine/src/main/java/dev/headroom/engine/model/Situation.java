package dev.headroom.engine.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a policy or guardrail may look at in one evaluation.
 *
 * @param now the time of the evaluation
 * @param lastDecidedAt time of the former decision; null at the first
 * @param fleet the replicas as observed
 * @param replica what one replica is
 * @param objective what the workload promises
 * @param min least replicas allowed by the static bounds
 * @param max most replicas allowed by the static bounds
 * @param signals the workload's signals, in the order of the spec
 * @param thresholds learned thresholds, by signal in the same order; null where not learned
 * @param forecasts forecasts by signal name
 * @param tiers ready replicas of other workloads by name
 */
public record Situation(
        Instant now,
        @Nullable Instant lastDecidedAt,
        Fleet fleet,
        ReplicaSpec replica,
        Objective objective,
        int min,
        int max,
        List<SignalValue> signals,
        List<@Nullable Thresholds> thresholds,
        Map<String, Forecast> forecasts,
        Map<String, Integer> tiers) {

    /** The replicas last asked of the target: what "current" means in every rule. */
    public int current() {
        return fleet.desired();
    }

    /** The signal of that name, or null when the workload has none. */
    public @Nullable SignalValue signal(String name) {
        for (int i = 0; i < signals.size(); i++) {
            SignalValue v = signals.get(i);
            if (v.signal().name().equals(name)) {
                return v;
            }
        }
        return null;
    }

    /** The first signal of that meaning, or null when the workload has none. */
    public @Nullable SignalValue measuring(Measure measure) {
        for (int i = 0; i < signals.size(); i++) {
            SignalValue v = signals.get(i);
            if (v.signal().measures() == measure) {
                return v;
            }
        }
        return null;
    }

    /** Thresholds learned for a signal, or null. */
    public @Nullable Thresholds thresholds(String name) {
        for (int i = 0; i < signals.size(); i++) {
            if (signals.get(i).signal().name().equals(name)) {
                return thresholds.get(i);
            }
        }
        return null;
    }
}
