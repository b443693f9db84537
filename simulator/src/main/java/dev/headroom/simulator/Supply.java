package dev.headroom.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the platform has to give.
 *
 * @param capacity most machines at a time, spares that run included; launches beyond it are refused, wait unpaid, and are tried
 *     again after the pause of {@link Launches}
 * @param warmPool instances prepared beforehand; null for none
 * @param spot the mix with capacity that may be taken back; null when all is on demand
 * @param zones where machines are
 * @param nodes the machines when replicas are pods; null when each replica is a machine
 */
public record Supply(
        int capacity,
        @Nullable WarmPool warmPool,
        @Nullable Spot spot,
        Zones zones,
        @Nullable Nodes nodes) {

    /** One zone that is never out. */
    public static final Zones ONE_ZONE = new Zones(1, List.of());

    /** As many on-demand machines as are asked for. */
    public static final Supply UNLIMITED = new Supply(Integer.MAX_VALUE, null, null);

    public Supply {
        if (capacity < 0) {
            throw new IllegalArgumentException("the capacity of a platform must not be negative, not " + capacity);
        }
        if (warmPool != null && spot != null) {
            throw new IllegalArgumentException("a warm pool cannot be had together with spot capacity: platforms keep"
                    + " spares of on-demand groups only");
        }
        if (nodes != null && (warmPool != null || spot != null)) {
            throw new IllegalArgumentException(
                    "pods on nodes have neither a warm pool nor spot capacity of their own: use spare nodes");
        }
    }

    /** Replicas that are machines in one zone. */
    public Supply(int capacity, @Nullable WarmPool warmPool, @Nullable Spot spot) {
        this(capacity, warmPool, spot, ONE_ZONE, null);
    }

    /** Pods on nodes. */
    public static Supply of(Nodes nodes) {
        return new Supply(Integer.MAX_VALUE, null, null, ONE_ZONE, nodes);
    }

    /** The same in other zones. */
    public Supply in(Zones others) {
        return new Supply(capacity, warmPool, spot, others, nodes);
    }

    /** The most replicas there can be at a time. */
    int most() {
        return nodes == null
                ? capacity
                : (int) Math.min(capacity, Math.min(Integer.MAX_VALUE, (long) nodes.pods() * nodes.most()));
    }

    /** So many machines at a time. */
    public static Supply limited(int capacity) {
        return new Supply(capacity, null, null);
    }

    /** On-demand machines without limit, and a warm pool. */
    public static Supply of(WarmPool warmPool) {
        return new Supply(Integer.MAX_VALUE, warmPool, null);
    }

    /** Machines without limit, some of them spot. */
    public static Supply of(Spot spot) {
        return new Supply(Integer.MAX_VALUE, null, spot);
    }
}
