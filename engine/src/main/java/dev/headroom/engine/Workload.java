package dev.headroom.engine;

import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.Policy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the engine knows of a workload before anything is seen: its replica, promise, signals, policies and limits.
 *
 * @param name unique in the spec
 * @param interval time between evaluations
 * @param replica what one replica is
 * @param objective what is promised
 * @param signals inputs; readings come in this order
 * @param policies what may want replicas, in order of priority
 * @param combiner how several wishes become one
 * @param guardrails the limits
 */
public record Workload(
        String name,
        Duration interval,
        ReplicaSpec replica,
        Objective objective,
        List<Signal> signals,
        List<Weighted> policies,
        Combiner combiner,
        Guardrails guardrails) {

    /** A policy and its weight, which only {@link Combiner#WEIGHTED} looks at. */
    public record Weighted(Policy policy, double weight) {}

    public Workload {
        signals = List.copyOf(signals);
        policies = List.copyOf(policies);
        Set<String> names = new HashSet<>();
        for (Signal s : signals) {
            if (!names.add(s.name())) {
                throw new IllegalArgumentException("workload " + name + " has two signals called " + s.name());
            }
        }
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("workload " + name + ": the interval must be positive");
        }
    }

    /** The same decided by other policies. */
    public Workload with(List<Weighted> others) {
        return new Workload(name, interval, replica, objective, signals, others, combiner, guardrails);
    }

    /** The same within other limits. */
    public Workload with(Guardrails others) {
        return new Workload(name, interval, replica, objective, signals, policies, combiner, others);
    }
}
