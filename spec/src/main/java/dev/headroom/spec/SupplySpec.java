package dev.headroom.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the platform has to give, in simulation.
 *
 * @param capacity most machines at a time; null for any number
 * @param warmPool instances prepared beforehand; null for none
 * @param spot the mix with capacity that may be taken back; null for none
 */
public record SupplySpec(
        @Nullable Integer capacity,
        @Nullable WarmPool warmPool,
        @Nullable Spot spot) {

    /** As many machines as are asked for. */
    public static final SupplySpec DEFAULT = new SupplySpec(null, null, null);

    /** What spares do while they wait. */
    public enum State {
        STOPPED,
        RUNNING
    }

    /**
     * Instances prepared beforehand.
     *
     * @param state what they do while they wait
     * @param prepared replicas and spares together; null for the most replicas of the bounds
     * @param least fewest spares
     * @param start time from leaving the pool until work is taken
     * @param price of a stopped spare as a share of a replica's
     * @param reuse whether replicas return to the pool on scale-in
     */
    public record WarmPool(
            State state, @Nullable Integer prepared, int least, DistributionSpec start, double price, boolean reuse) {}

    /**
     * A mix of on-demand and spot replicas.
     *
     * @param base replicas that are on demand first
     * @param onDemand share of those above the base that are on demand
     * @param price of a spot replica as a share of an on-demand one's
     * @param interruptions of a spot machine in an hour
     * @param notice time between notice and end
     */
    public record Spot(int base, double onDemand, double price, double interruptions, Duration notice) {}
}
