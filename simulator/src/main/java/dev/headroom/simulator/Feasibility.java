package dev.headroom.simulator;

import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.DependencyLimit;

/** Refuses what cannot be simulated, so that nothing asked for is silently left out. */
final class Feasibility {
    /** Share of the work that must surely end within the notice for it to be no matter what happens to the rest. */
    private static final double SURELY = 0.999;

    private Feasibility() {}

    /** @throws ScenarioException when a scenario cannot be simulated alone */
    static void alone(Scenario s) {
        Bounds.TierLimit tier = s.workload().guardrails().bounds().tier();
        if (tier != null) {
            throw others(s, tier.workload());
        }
        for (DependencyLimit d : s.workload().guardrails().dependencies()) {
            if (d.perTierReplica()) {
                throw others(s, String.valueOf(d.workload()));
            }
        }
        check(s);
    }

    private static ScenarioException others(Scenario s, String other) {
        return new ScenarioException(s.workload().name() + " is limited by the ready replicas of " + other
                + ", of which there are none when it is simulated alone; simulate both as tiers of a chain, or leave the"
                + " limit out");
    }

    /** @throws ScenarioException when a scenario cannot be simulated, alone or in a chain */
    static void check(Scenario s) {
        if (s.initialReplicas() > s.supply().most()) {
            throw new ScenarioException("the simulation cannot begin with " + s.initialReplicas()
                    + " replicas on a platform that has " + s.supply().most());
        }

        if (s.mode() == Scenario.Mode.INTERVAL) {
            interval(s);
        }
    }

    private static void interval(Scenario s) {
        if (s.service() instanceof Service.Requests r && r.retries().any()) {
            throw new ScenarioException("the interval mode does not follow callers who come again after a failure;"
                    + " simulate in the request mode, or without retries");
        }
        if (s.service() instanceof Service.Requests r && r.writes() > 0) {
            throw new ScenarioException("the interval mode knows no database whose primary alone takes the writes;"
                    + " simulate in the request mode");
        }
        if (!s.supply().zones().outages().isEmpty()) {
            throw new ScenarioException("the interval mode does not know which work is lost with a zone;"
                    + " simulate in the request mode");
        }
        Spot spot = s.supply().spot();
        if (spot != null && spot.interrupts()) {
            double most = Math.min(spot.noticeSeconds(), s.lifecycle().drainSeconds());
            if (new ServiceLaw(s.service().time()).cdf(most * s.lifecycle().warmupRate()) < SURELY) {
                throw new ScenarioException("the interval mode does not know which work is lost with an interrupted"
                        + " spot replica, and here some of it takes longer than the " + most
                        + " s the replica has left; simulate in the request mode");
            }
        }
    }
}
