package dev.headroom.simulator;

/**
 * Replicas on capacity that the platform may take back. Of n replicas, {@code base} plus the share of those above it,
 * rounded up, are on demand, and the others spot. Each spot machine is interrupted after an exponential time. At the notice
 * its replica takes no more work and a replacement is launched; work it has not finished when the notice ends is lost.
 *
 * @param base replicas that are on demand first, at least 0
 * @param onDemandShare share of those above the base that are on demand, in [0, 1]
 * @param priceShare price of a spot replica as a share of an on-demand one's, in [0, 1]
 * @param interruptionsPerHour mean interruptions of a spot machine in an hour, at least 0
 * @param noticeSeconds time between notice and end
 */
public record Spot(
        int base, double onDemandShare, double priceShare, double interruptionsPerHour, double noticeSeconds) {

    /** The notice of Amazon EC2. */
    public static final double TWO_MINUTES = 120;

    public Spot {
        if (base < 0 || !(onDemandShare >= 0 && onDemandShare <= 1) || !(priceShare >= 0 && priceShare <= 1)) {
            throw new IllegalArgumentException(
                    "a spot mix needs a base that is not negative, and shares on demand and of the price in [0, 1]");
        }
        if (!(interruptionsPerHour >= 0) || Double.isInfinite(interruptionsPerHour) || !(noticeSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "a spot mix needs a finite rate of interruptions and a notice, neither negative");
        }
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
}
