package dev.headroom.simulator;

import java.util.List;

/**
 * Replicas on capacity that the platform may take back. Of n replicas, {@code base} plus the share of those above it,
 * rounded up, are on demand, and the others spot. A spot machine is had from one of several pools and may be interrupted. At
 * the notice its replica takes no more work and a replacement is launched; work it has not finished when the notice ends is
 * lost.
 *
 * @param base replicas that are on demand first, at least 0
 * @param onDemandShare share of those above the base that are on demand, in [0, 1]
 * @param noticeSeconds time between notice and end
 * @param strategy which pool the next machine is had from, of those that have one left
 * @param pools at least one
 */
public record Spot(int base, double onDemandShare, double noticeSeconds, Strategy strategy, List<SpotPool> pools) {

    /** The notice of Amazon EC2. */
    public static final double TWO_MINUTES = 120;

    /** Which pool the next machine is had from. */
    public enum Strategy {
        /** The one with the most machines left; of equal ones the one with the fewest interruptions, then the first. */
        CAPACITY_OPTIMISED,
        /** The cheapest one, of equal ones the first. */
        LOWEST_PRICE
    }

    public Spot {
        pools = List.copyOf(pools);
        if (base < 0 || !(onDemandShare >= 0 && onDemandShare <= 1) || !(noticeSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "a spot mix needs a base and a notice that are not negative, and a share on" + " demand in [0, 1]");
        }
        if (pools.isEmpty()) {
            throw new IllegalArgumentException("a spot mix needs at least one pool");
        }
    }

    /** One pool that never runs out. */
    public Spot(int base, double onDemandShare, double priceShare, double interruptionsPerHour, double noticeSeconds) {
        this(
                base,
                onDemandShare,
                noticeSeconds,
                Strategy.CAPACITY_OPTIMISED,
                List.of(SpotPool.unlimited(priceShare, interruptionsPerHour)));
    }

    /** A mix whose spot machines are interrupted with two minutes' notice. */
    public static Spot of(int base, double onDemandShare, double priceShare, double interruptionsPerHour) {
        return new Spot(base, onDemandShare, priceShare, interruptionsPerHour, TWO_MINUTES);
    }

    /** How many of {@code replicas} are on demand. */
    int onDemand(int replicas) {
        if (replicas <= base) {
            return replicas;
        }
        return base + (int) Math.ceil((replicas - base) * onDemandShare - 1e-9);
    }

    /** Whether machines are ever taken back. */
    boolean interrupts() {
        return pools.stream().anyMatch(SpotPool::interrupts);
    }

    /** The pool for the next machine when so many of each are in use; −1 when none is left. */
    int choose(int[] used) {
        int best = -1;
        for (int i = 0; i < used.length; i++) {
            if (used[i] < pools.get(i).capacity() && (best < 0 || better(i, best, used))) {
                best = i;
            }
        }
        return best;
    }

    private boolean better(int i, int than, int[] used) {
        SpotPool a = pools.get(i);
        SpotPool b = pools.get(than);
        if (strategy == Strategy.LOWEST_PRICE) {
            return a.priceShare() < b.priceShare();
        }
        int left = Integer.compare(left(a, used[i]), left(b, used[than]));
        return left != 0 ? left > 0 : a.interruptionsPerHour() < b.interruptionsPerHour();
    }

    /** A pool that never runs out has the same left however many are in use. */
    private static int left(SpotPool p, int used) {
        return p.capacity() == Integer.MAX_VALUE ? Integer.MAX_VALUE : p.capacity() - used;
    }
}
