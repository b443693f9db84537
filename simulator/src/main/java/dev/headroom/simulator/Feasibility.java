package dev.headroom.simulator;

/** Refuses what cannot be simulated, so that nothing asked for is silently left out. */
final class Feasibility {
    /** Share of the work that must surely end within the notice for it to be no matter what happens to the rest. */
    private static final double SURELY = 0.999;

    private Feasibility() {}

    /** @throws IllegalArgumentException with a sentence saying what cannot be simulated and what to do about it */
    static void check(Scenario s) {
        if (s.initialReplicas() > s.supply().capacity()) {
            throw new IllegalArgumentException("the simulation cannot begin with " + s.initialReplicas()
                    + " replicas on a platform that has " + s.supply().capacity());
        }
        if (s.mode() == Scenario.Mode.INTERVAL) {
            interval(s);
        }
    }

    private static void interval(Scenario s) {
        if (s.service() instanceof Service.Requests r && r.retries().any()) {
            throw new IllegalArgumentException("the interval mode does not follow callers who come again after a"
                    + " failure; simulate in the request mode, or without retries");
        }
        Spot spot = s.supply().spot();
        if (spot != null && spot.interruptionsPerHour() > 0) {
            double most = Math.min(spot.noticeSeconds(), s.lifecycle().drainSeconds());
            if (new ServiceLaw(s.service().time()).cdf(most * s.lifecycle().warmupRate()) < SURELY) {
                throw new IllegalArgumentException("the interval mode does not know which work is lost with an"
                        + " interrupted spot replica, and here some of it takes longer than the " + most
                        + " s the replica has left; simulate in the request mode");
            }
        }
    }
}
