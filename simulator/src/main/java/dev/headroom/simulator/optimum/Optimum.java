package dev.headroom.simulator.optimum;

import dev.headroom.engine.Decider;
import dev.headroom.simulator.Scenario;

/**
 * What a trace costs at least, and a plan that comes close to it.
 *
 * @param cost of the plan, by the billing; NaN when the price is unknown
 * @param lowerBound no policy that keeps the objective can have cost less, in the mean over the chance in arrivals and service;
 *     NaN when the price is unknown
 * @param modelBound no plan costs less that keeps the objective when every step is a queue in its stationary state; 0 when
 *     nothing is known; NaN when the price is unknown
 * @param replicaHours of the plan, from asking for a replica until it is gone
 * @param lowerHours {@code lowerBound} in replica-hours of the price
 * @param attainment share of punctual requests that the plan is expected to have
 * @param feasible whether the plan keeps the objective; if it does not, it is the most punctual one found
 * @param exact whether the plan costs what a bound says, to a millionth: there is no cheaper one
 * @param method how it was found, in a sentence
 * @param plan the plan
 */
public record Optimum(
        double cost,
        double lowerBound,
        double modelBound,
        double replicaHours,
        double lowerHours,
        double attainment,
        boolean feasible,
        boolean exact,
        String method,
        Plan plan) {

    /** The name of the policy that knows the future. */
    public static final String NAME = "clairvoyant";

    /** A policy that plays the plan. It remembers nothing. */
    public Decider decider() {
        return new Foresight(plan);
    }

    /** A scenario in which the plan is played instead of the policy of {@code like}, from the plan's own replicas at the start. */
    public Scenario scenario(Scenario like) {
        long start = like.trace().startMillis();
        int initial = plan.most(start, start + like.workload().interval().toMillis());
        return new Scenario(
                NAME,
                like.workload(),
                decider(),
                like.service(),
                like.lifecycle(),
                initial,
                like.trace(),
                like.measurement(),
                like.billing(),
                like.mode(),
                like.backlogAtStart(),
                like.seed());
    }
}
