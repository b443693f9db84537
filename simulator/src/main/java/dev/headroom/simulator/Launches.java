package dev.headroom.simulator;

/**
 * How surely replicas start. Each attempt fails or is slow independently of the others.
 *
 * <p>A replica whose attempts fail with probability p, each noticed after f seconds and repeated after a pause of r, is ready
 * p/(1 − p) × (f + r) later on average than one that never fails.
 *
 * @param failure probability that an attempt fails, in [0, 1)
 * @param failureSeconds time from the attempt until the failure is noticed; the machine is paid for meanwhile
 * @param slow probability that an attempt that succeeds is slow, in [0, 1]
 * @param slowFactor how many times longer a slow one boots, at least 1
 * @param retrySeconds pause after a failure, or after a refusal for want of capacity, until the next attempt; positive
 */
public record Launches(double failure, double failureSeconds, double slow, double slowFactor, double retrySeconds) {

    /** Every launch succeeds in the boot time; one refused for want of capacity is tried again after 60 s. */
    public static final Launches SURE = new Launches(0, 0, 0, 1, 60);

    public Launches {
        if (!(failure >= 0 && failure < 1) || !(slow >= 0 && slow <= 1)) {
            throw new IllegalArgumentException(
                    "launches fail with a probability in [0, 1) and are slow with one in [0, 1]");
        }
        if (!(failureSeconds >= 0) || !(slowFactor >= 1) || !(retrySeconds > 0)) {
            throw new IllegalArgumentException(
                    "launches need a time to failure that is not negative, a slow factor of at least 1 and a positive"
                            + " pause before the next attempt");
        }
    }

    /** Whether every launch succeeds in the boot time. */
    public boolean sure() {
        return failure == 0 && slow == 0;
    }

    /** Launches that fail with a probability, noticed and repeated after the given times. */
    public static Launches failing(double failure, double failureSeconds, double retrySeconds) {
        return new Launches(failure, failureSeconds, 0, 1, retrySeconds);
    }

    /** Launches of which a share takes longer by a factor. */
    public static Launches slow(double share, double factor) {
        return new Launches(0, 0, share, factor, SURE.retrySeconds);
    }
}
