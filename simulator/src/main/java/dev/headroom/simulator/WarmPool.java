package dev.headroom.simulator;

/**
 * Instances prepared beforehand. They boot once into the pool, and start from there in {@code start} when replicas are
 * wanted; what the pool lacks is booted afresh. The pool holds max({@code leastSpares}, {@code maxPrepared} − desired), as the
 * warm pools of Amazon EC2 Auto Scaling do.
 *
 * @param state what the spares do while they wait
 * @param maxPrepared replicas and spares together, unless {@code leastSpares} makes them more; −1 for the most replicas the
 *     workload may have
 * @param leastSpares fewest spares, at least 0
 * @param start time from leaving the pool to ready
 * @param priceShare price of a stopped spare (its disk) as a share of a replica's, in [0, 1]; running ones cost all of it
 * @param reuse whether replicas return to the pool on scale-in, as far as it has room
 */
public record WarmPool(
        State state, int maxPrepared, int leastSpares, Distribution start, double priceShare, boolean reuse) {

    /** What spares do while they wait. */
    public enum State {
        /** They hold a machine, for which the replica's price is paid. */
        RUNNING,
        /** Stopped or hibernated: they hold no machine; only what they keep is paid for. */
        STOPPED
    }

    public WarmPool {
        if (maxPrepared < -1 || leastSpares < 0 || !(priceShare >= 0 && priceShare <= 1)) {
            throw new IllegalArgumentException("a warm pool needs at least 0 prepared (or -1 for the most replicas), a"
                    + " least number of spares that is not negative, and a price share in [0, 1]");
        }
    }

    /** Stopped spares up to the most replicas, which start in the given time and do not come back. */
    public static WarmPool stopped(Distribution start, double priceShare) {
        return new WarmPool(State.STOPPED, -1, 0, start, priceShare, false);
    }

    /** Running spares up to the most replicas, which start in the given time and do not come back. */
    public static WarmPool running(Distribution start) {
        return new WarmPool(State.RUNNING, -1, 0, start, 1, false);
    }

    /** How many spares there should be. */
    int size(int desired, int mostReplicas) {
        int prepared = maxPrepared < 0 ? mostReplicas : maxPrepared;
        return Math.max(leastSpares, Math.max(0, prepared - desired));
    }
}
