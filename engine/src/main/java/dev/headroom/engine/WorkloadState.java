package dev.headroom.engine;

import dev.headroom.engine.guardrail.GuardrailMemory;
import dev.headroom.engine.model.Thresholds;
import dev.headroom.engine.model.Window;
import dev.headroom.engine.policy.Memory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a workload's next decision depends on besides what is seen: one immutable, versioned, serialisable value.
 *
 * @param version layout of this value; a state of another version is not used
 * @param decidedAt time of the last decision; null before the first
 * @param signals per signal of the workload
 * @param policies per policy of the workload
 * @param guardrails what the guardrails remember
 */
public record WorkloadState(
        int version,
        @Nullable Instant decidedAt,
        List<SignalMemory> signals,
        List<PolicyMemory> policies,
        GuardrailMemory guardrails) {

    /** The layout this engine reads and writes. */
    public static final int VERSION = 3;

    /** Nothing has been decided yet. */
    public static final WorkloadState INITIAL =
            new WorkloadState(VERSION, null, List.of(), List.of(), GuardrailMemory.EMPTY);

    /**
     * What is remembered of a signal.
     *
     * @param name the signal
     * @param lastMillis time of the newest sample accepted, epoch milliseconds
     * @param window accepted samples inside the signal's window, in base units
     * @param adaptive means of past buckets, when thresholds are learned; empty otherwise
     * @param thresholds learned from them, renewed when a bucket closes; null when thresholds are not learned
     * @param bucketStartMillis begin of the running bucket
     * @param bucketSum sum of the samples in the running bucket
     * @param bucketCount their number
     */
    public record SignalMemory(
            String name,
            long lastMillis,
            Window window,
            Window adaptive,
            @Nullable Thresholds thresholds,
            long bucketStartMillis,
            double bucketSum,
            int bucketCount) {}

    /** What a policy remembers, under the label it had. */
    public record PolicyMemory(String label, @Nullable Memory memory) {}
}
