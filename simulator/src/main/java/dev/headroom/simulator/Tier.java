package dev.headroom.simulator;

import java.util.List;

/**
 * One workload of a chain.
 *
 * @param scenario the workload in its world; its trace is what comes from outside, {@link Trace#silent} if nothing does
 * @param calls what its requests ask of later tiers, one after another once their own work is done
 * @param connections most connections to each ready replica; what comes beyond is refused
 */
public record Tier(Scenario scenario, List<Call> calls, int connections) {

    public Tier {
        calls = List.copyOf(calls);
        if (connections < 1) {
            throw new IllegalArgumentException("a tier needs at least one connection per replica");
        }
    }

    /** A tier without a limit on connections. */
    public static Tier of(Scenario scenario, Call... calls) {
        return new Tier(scenario, List.of(calls), Integer.MAX_VALUE);
    }

    /** The same with a limit on connections. */
    public Tier limitedTo(int connectionsPerReplica) {
        return new Tier(scenario, calls, connectionsPerReplica);
    }

    String name() {
        return scenario.workload().name();
    }
}
