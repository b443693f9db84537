package dev.headroom.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Workloads that call each other, simulated together. A request waits for those it has called and holds its slot meanwhile,
 * so that a slow tier backs up the ones before it. Each tier sees the ready replicas of all of them.
 *
 * @param tiers in an order in which each calls later ones only
 */
public record Chain(List<Tier> tiers) {

    public Chain {
        tiers = List.copyOf(tiers);
        if (tiers.isEmpty()) {
            throw new IllegalArgumentException("a chain needs a tier");
        }
        Trace first = tiers.get(0).scenario().trace();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < tiers.size(); i++) {
            Tier t = tiers.get(i);
            if (places.put(t.name(), i) != null) {
                throw new IllegalArgumentException("two tiers of a chain are called " + t.name());
            }
            Trace trace = t.scenario().trace();
            if (trace.startMillis() != first.startMillis()
                    || trace.bucketMillis() != first.bucketMillis()
                    || trace.arrivals().length != first.arrivals().length) {
                throw new IllegalArgumentException(
                        "the trace of " + t.name() + " must have the begin, the bucket and the end of the others");
            }
            if (t.scenario().service() instanceof Service.Llm) {
                throw new IllegalArgumentException(
                        "a language model cannot be a tier of a chain; simulate " + t.name() + " alone");
            }
            if (t.scenario().mode() != Scenario.Mode.REQUEST) {
                throw new IllegalArgumentException("the interval mode knows no tiers that call each other; simulate "
                        + t.name() + " in the request mode");
            }
        }
        for (int i = 0; i < tiers.size(); i++) {
            for (Call c : tiers.get(i).calls()) {
                check(tiers, i, c, places.getOrDefault(c.to(), -1));
            }
        }
    }

    private static void check(List<Tier> tiers, int from, Call c, int to) {
        String name = tiers.get(from).name();
        if (to <= from) {
            throw new IllegalArgumentException(name + " calls " + c.to() + ", which is no later tier of the chain");
        }
        boolean queues = tiers.get(from).scenario().service() instanceof Service.QueueWorkers
                || tiers.get(to).scenario().service() instanceof Service.QueueWorkers;
        if (c.waits() && queues) {
            throw new IllegalArgumentException(
                    name + " cannot wait for " + c.to() + ": what goes into or comes out of a queue is handed on");
        }
    }

    /** The tiers that no other one calls: what the world outside sees of the chain. */
    public List<Tier> entries() {
        return tiers.stream()
                .filter(t ->
                        tiers.stream().flatMap(other -> other.calls().stream()).noneMatch(c -> c.to().equals(t.name())))
                .toList();
    }

    /** The place of a tier. */
    int place(String name) {
        for (int i = 0; i < tiers.size(); i++) {
            if (tiers.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no tier is called " + name);
    }

    /** What each tier is asked for: what comes from outside, and what the tiers before it call on average. */
    public Trace[] demands() {
        Trace[] demands = new Trace[tiers.size()];
        for (int i = 0; i < demands.length; i++) {
            Trace t = tiers.get(i).scenario().trace();
            demands[i] = new Trace(
                    t.name(), t.startMillis(), t.bucketMillis(), t.arrivals().clone());
        }
        for (int i = 0; i < demands.length; i++) {
            for (Call c : tiers.get(i).calls()) {
                double[] to = demands[place(c.to())].arrivals();
                double mean = c.mean();
                for (int k = 0; k < to.length; k++) {
                    to[k] += demands[i].arrivals()[k] * mean;
                }
            }
        }
        return demands;
    }

    /** How long a request holds a slot of each tier on average when none it calls has to wait, in seconds. */
    public double[] holds() {
        double[] holds = new double[tiers.size()];
        for (int i = holds.length - 1; i >= 0; i--) {
            holds[i] = tiers.get(i).scenario().service().time().mean();
            for (Call c : tiers.get(i).calls()) {
                if (c.waits()) {
                    holds[i] += c.mean() * holds[place(c.to())];
                }
            }
        }
        return holds;
    }
}
