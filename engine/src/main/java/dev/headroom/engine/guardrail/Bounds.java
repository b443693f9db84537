package dev.headroom.engine.guardrail;

import org.jspecify.annotations.Nullable;

/**
 * Least and most replicas.
 *
 * @param min at least 0
 * @param max at least {@code min}
 * @param tier a further maximum that depends on another workload, or null
 */
public record Bounds(int min, int max, @Nullable TierLimit tier) {

    /** At most {@code perReplica} replicas for each ready replica of {@code workload}. */
    public record TierLimit(String workload, double perReplica) {}

    public Bounds {
        if (min < 0 || max < min) {
            throw new IllegalArgumentException("bounds need 0 ≤ min ≤ max, not " + min + " and " + max);
        }
    }
}
