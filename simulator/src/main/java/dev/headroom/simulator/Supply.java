package dev.headroom.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What the platform has to give.
 *
 * @param capacity most machines at a time, spares that run included; launches beyond it are refused, wait unpaid, and are tried
 *     again after the pause of {@link Launches}
 * @param warmPool instances prepared beforehand; null for none
 * @param spot the mix with capacity that may be taken back; null when all is on demand
 */
public record Supply(
        int capacity, @Nullable WarmPool warmPool, @Nullable Spot spot) {

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
