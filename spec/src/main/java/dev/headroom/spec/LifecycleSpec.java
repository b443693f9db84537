package dev.headroom.spec;

import java.time.Duration;

/**
 * How replicas come and go, for simulation. The mean boot time and the warm-up are also the engine's.
 *
 * @param boot from asking for a replica until it takes work
 * @param warmupRate share of the full rate while warming up, in (0, 1]
 * @param drain most time a leaving replica may take to finish what it has
 * @param launches how surely they start
 */
public record LifecycleSpec(DistributionSpec boot, double warmupRate, Duration drain, LaunchesSpec launches) {}
