package dev.headroom.simulator;

/**
 * How replicas come and go.
 *
 * @param boot time from request to ready
 * @param warmupSeconds time after that at a reduced rate
 * @param warmupRate share of the full rate while warming, in (0, 1]
 * @param drainSeconds most time a leaving replica may take to finish what it has; it is paid for meanwhile
 * @param launches how surely they start
 */
public record Lifecycle(
        Distribution boot, double warmupSeconds, double warmupRate, double drainSeconds, Launches launches) {

    public Lifecycle {
        if (!(warmupSeconds >= 0) || !(warmupRate > 0 && warmupRate <= 1) || !(drainSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "a lifecycle needs times that are not negative and a warm-up rate in (0, 1]");
        }
    }

    /** Replicas whose launches never fail. */
    public Lifecycle(Distribution boot, double warmupSeconds, double warmupRate, double drainSeconds) {
        this(boot, warmupSeconds, warmupRate, drainSeconds, Launches.SURE);
    }

    /** The same with other launches. */
    public Lifecycle with(Launches other) {
        return new Lifecycle(boot, warmupSeconds, warmupRate, drainSeconds, other);
    }
}
