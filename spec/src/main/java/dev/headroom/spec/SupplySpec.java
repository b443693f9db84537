package dev.headroom.spec;

import dev.headroom.engine.model.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the platform has to give, in simulation.
 *
 * @param capacity most machines at a time; null for any number
 * @param warmPool instances prepared beforehand; null for none
 * @param spot the mix with capacity that may be taken back; null for none
 * @param zones where machines are; null for one zone that is never out
 * @param nodes the machines when replicas are pods; null when each replica is a machine
 */
public record SupplySpec(
        @Nullable Integer capacity,
        @Nullable WarmPool warmPool,
        @Nullable Spot spot,
        @Nullable Zones zones,
        @Nullable Nodes nodes) {

    /** As many machines as are asked for. */
    public static final SupplySpec DEFAULT = new SupplySpec(null, null, null);

    /** Machines in one zone. */
    public SupplySpec(@Nullable Integer capacity, @Nullable WarmPool warmPool, @Nullable Spot spot) {
        this(capacity, warmPool, spot, null, null);
    }

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

    /** Which spot pool the next machine is had from. */
    public enum Strategy {
        CAPACITY_OPTIMISED,
        LOWEST_PRICE
    }

    /**
     * A mix of on-demand and spot replicas.
     *
     * @param base replicas that are on demand first
     * @param onDemand share of those above the base that are on demand
     * @param notice time between notice and end
     * @param strategy which pool the next machine is had from
     * @param pools at least one
     */
    public record Spot(int base, double onDemand, Duration notice, Strategy strategy, List<SpotPool> pools) {
        public Spot {
            pools = List.copyOf(pools);
        }

        /** One pool that never runs out. */
        public Spot(int base, double onDemand, double price, double interruptions, Duration notice) {
            this(
                    base,
                    onDemand,
                    notice,
                    Strategy.CAPACITY_OPTIMISED,
                    List.of(new SpotPool(SpotPool.ONLY, price, interruptions, null, null)));
        }
    }

    /**
     * Spot machines of one kind in one place.
     *
     * @param name what it is called
     * @param price of a replica as a share of an on-demand one's
     * @param interruptions of a machine in an hour
     * @param trace file of recorded interruptions, beside the spec; null for none
     * @param capacity most machines at a time; null for any number
     */
    public record SpotPool(
            String name,
            double price,
            double interruptions,
            @Nullable String trace,
            @Nullable Integer capacity) {
        /** The name of a pool that is the only one. */
        public static final String ONLY = "spot";
    }

    /**
     * Availability zones.
     *
     * @param count how many
     * @param outages when they are out
     */
    public record Zones(int count, List<Outage> outages) {
        public Zones {
            outages = List.copyOf(outages);
        }
    }

    /**
     * A zone that is out for a time.
     *
     * @param zone 1 to the number of zones
     * @param at begin
     * @param lasts how long
     */
    public record Outage(int zone, Instant at, Duration lasts) {}

    /**
     * Machines under the replicas, which are then pods.
     *
     * @param pods that a node holds
     * @param min nodes there always are
     * @param max nodes at a time
     * @param spare nodes that stand empty so that pods need not wait
     * @param start time from asking for a node until pods can boot on it
     * @param emptyFor time after which an empty node is given back
     * @param price of a node
     */
    public record Nodes(
            int pods,
            int min,
            int max,
            int spare,
            DistributionSpec start,
            Duration emptyFor,
            @Nullable Money price) {}
}
