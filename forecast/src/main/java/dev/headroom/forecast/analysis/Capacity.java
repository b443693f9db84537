package dev.headroom.forecast.analysis;

import java.time.Duration;

/**
 * What one replica of a service can do.
 *
 * @param service its name
 * @param perReplica requests per second that a replica works off when always busy; positive
 * @param aim share of that, in (0, 1], that its policies keep it at or below
 * @param ready time from asking for a replica until it is at its full rate
 * @param assumed whether {@code perReplica} is a guess, for want of anything better
 */
public record Capacity(String service, double perReplica, double aim, Duration ready, boolean assumed) {
    /** Share of a replica that is planned for when nothing else is aimed at: queues grow fast beyond. */
    public static final double USUAL_AIM = 0.8;

    /** Replicas in a busy hour (the 95th percentile) when nothing is known of the service. */
    private static final int ASSUMED_WHEN_BUSY = 20;

    public Capacity {
        if (!(perReplica > 0) || Double.isInfinite(perReplica) || ready.isNegative()) {
            throw new IllegalArgumentException(
                    service + ": a replica's requests per second are positive, not " + perReplica);
        }
        if (!(aim > 0 && aim <= 1)) {
            throw new IllegalArgumentException(service + ": the aim is a share of a replica above 0, not " + aim);
        }
    }

    /** A guess by which a busy hour, the 95th percentile, takes twenty replicas. */
    public static Capacity assumed(String service, Analysis a, Duration ready) {
        double busy = Robust.quantile(a.rates(), 0.95);
        double each = (busy > 0 ? busy : Robust.quantile(a.rates(), 1)) / (ASSUMED_WHEN_BUSY * USUAL_AIM);
        return new Capacity(service, each, USUAL_AIM, ready, true);
    }
}
