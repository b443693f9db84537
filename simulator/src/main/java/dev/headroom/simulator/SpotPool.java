package dev.headroom.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Spot machines of one kind in one place.
 *
 * @param name for messages
 * @param priceShare price of one as a share of an on-demand replica's, in [0, 1]
 * @param interruptionsPerHour mean interruptions of a machine in an hour, at least 0; after an exponential time each
 * @param capacity most machines at a time
 * @param reclaims recorded interruptions: how many machines are taken back in each step, evenly spread over it, whichever run
 *     then; null for none
 */
public record SpotPool(
        String name,
        double priceShare,
        double interruptionsPerHour,
        int capacity,
        @Nullable Trace reclaims) {

    public SpotPool {
        if (!(priceShare >= 0 && priceShare <= 1) || capacity < 0) {
            throw new IllegalArgumentException(
                    "a spot pool needs a share of the price in [0, 1] and a capacity that is not" + " negative");
        }
        if (!(interruptionsPerHour >= 0) || Double.isInfinite(interruptionsPerHour)) {
            throw new IllegalArgumentException("a spot pool needs a finite rate of interruptions, not negative");
        }
    }

    /** A pool that never runs out. */
    public static SpotPool unlimited(double priceShare, double interruptionsPerHour) {
        return new SpotPool("spot", priceShare, interruptionsPerHour, Integer.MAX_VALUE, null);
    }

    /** Whether machines are ever taken back. */
    boolean interrupts() {
        return interruptionsPerHour > 0 || reclaims != null;
    }
}
