package dev.headroom.simulator;

/**
 * A cache in front of a call. In a burst, more of what is asked for is new: with the rate of lookups averaged over a short
 * time, f, and over a long one, u, the hit ratio is {@code hit} × (1 − {@code dip} × max(0, 1 − u/f)).
 *
 * @param hit hit ratio while the rate is as usual, in [0, 1]
 * @param dip share of the hits that an endless burst costs, in [0, 1]
 * @param burstSeconds time constant of f, positive
 * @param usualSeconds time constant of u, longer
 */
public record Cache(double hit, double dip, double burstSeconds, double usualSeconds) {

    public Cache {
        if (!(hit >= 0 && hit <= 1) || !(dip >= 0 && dip <= 1)) {
            throw new IllegalArgumentException("a cache needs a hit ratio and a dip in [0, 1]");
        }
        if (!(burstSeconds > 0) || !(usualSeconds > burstSeconds)) {
            throw new IllegalArgumentException(
                    "a cache needs a positive time of a burst and a longer one of the usual rate");
        }
    }

    /** A cache whose hit ratio is always the same. */
    public static Cache steady(double hit) {
        return new Cache(hit, 0, 60, 3600);
    }

    /** A cache that loses up to {@code dip} of its hits while a minute's rate is far above the hour's. */
    public static Cache dipping(double hit, double dip) {
        return new Cache(hit, dip, 60, 3600);
    }
}
