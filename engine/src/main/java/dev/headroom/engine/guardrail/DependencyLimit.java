package dev.headroom.engine.guardrail;

import org.jspecify.annotations.Nullable;

/**
 * A limit that comes from what the workload depends on: database connections, quota units, addresses.
 *
 * @param name how explanations call it
 * @param capacity units there are; for {@code perTierReplica} true, per ready replica of {@code workload}
 * @param each units one replica takes
 * @param workload the workload that provides the units and can be asked to grow first; null when nobody can
 * @param perTierReplica whether {@code capacity} counts per ready replica of {@code workload}
 * @param leastEach units a replica can be brought down to by dividing the pool anew; equal to {@code each} when it cannot
 */
public record DependencyLimit(
        String name, double capacity, double each, @Nullable String workload, boolean perTierReplica, double leastEach) {}
