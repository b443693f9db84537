package dev.headroom.cli;

import dev.headroom.controller.whatif.WhatIf;
import dev.headroom.controller.whatif.Worlds;
import dev.headroom.engine.Decider;
import dev.headroom.engine.Engine;
import dev.headroom.engine.guardrail.DependencyLimit;
import dev.headroom.simulator.Cache;
import dev.headroom.simulator.Call;
import dev.headroom.simulator.Chain;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Tier;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.baseline.Baseline;
import dev.headroom.simulator.baseline.Baselines;
import dev.headroom.simulator.baseline.Offer;
import dev.headroom.simulator.optimum.Optimum;
import dev.headroom.spec.ServiceSpec;
import dev.headroom.spec.Spec;
import dev.headroom.spec.TierSpec;
import dev.headroom.spec.WorkloadSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the workloads of a spec that call each other into chains of tiers: under their own policies, and under peers. */
final class Chains {

    private final Map<String, WorkloadSpec> tiers;
    private final Map<String, Trace> traces;
    private final long seed;
    private final Recorded recorded;

    private Chains(Map<String, WorkloadSpec> tiers, Map<String, Trace> traces, long seed, Recorded recorded) {
        this.recorded = recorded;
        this.tiers = tiers;
        this.traces = traces;
        this.seed = seed;
    }

    /** Whether any workload of a spec calls another. */
    static boolean isChain(Spec spec) {
        return spec.workloads().values().stream()
                .anyMatch(w -> !w.tier().calls().isEmpty());
    }

    /** The workloads that no other calls, and that call others: those that traffic comes to from outside. */
    static List<String> entries(Spec spec) {
        Set<String> called = new LinkedHashSet<>();
        spec.workloads().values().forEach(w -> w.tier().calls().forEach(c -> called.add(c.to())));
        return spec.workloads().values().stream()
                .filter(w -> !w.tier().calls().isEmpty())
                .map(w -> w.workload().name())
                .filter(name -> !called.contains(name))
                .toList();
    }

    /**
     * The workloads that the traces reach.
     *
     * @param traces what comes from outside, by workload
     * @param recorded reads the interruptions of spot machines
     * @param notes receives which workloads are left out
     */
    static Chains of(Spec spec, Map<String, Trace> traces, long seed, Recorded recorded, List<String> notes) {
        List<String> order = new ArrayList<>();
        traces.keySet().forEach(name -> visit(spec, name, order));
        Map<String, WorkloadSpec> tiers = new LinkedHashMap<>();
        for (String name : order.reversed()) {
            tiers.put(name, found(spec, name));
        }
        spec.workloads().keySet().stream()
                .filter(name -> !tiers.containsKey(name))
                .forEach(name -> notes.add(
                        name + " is left out: nothing calls it, and it has no trace; add --trace " + name + "=FILE"));
        return new Chains(tiers, traces, seed, recorded);
    }

    /** Callers come before those they call; the spec has been checked to have no circle. */
    private static void visit(Spec spec, String name, List<String> order) {
        if (order.contains(name)) {
            return;
        }
        List<TierSpec.Call> calls = found(spec, name).tier().calls();
        for (TierSpec.Call c : calls.reversed()) {
            visit(spec, c.to(), order);
        }
        order.add(name);
    }

    private static WorkloadSpec found(Spec spec, String name) {
        return SpecFiles.workload(spec, name);
    }

    /** The workloads simulated, callers before those they call. */
    Map<String, WorkloadSpec> tiers() {
        return tiers;
    }

    private Trace trace(String name) {
        Trace own = traces.get(name);
        return own != null ? own : Trace.silent(traces.values().iterator().next());
    }

    private Worlds world(String name) {
        return world(SpecFiles.workload(tiers, name));
    }

    private Worlds world(WorkloadSpec w) {
        return new Worlds(w, trace(w.workload().name()), Scenario.Mode.REQUEST, seed, recorded::read);
    }

    /** All under their own policies, each decided by the engine behind what {@code decider} makes for it. */
    Chain own(String policy, Function<String, Decider> decider) {
        return chain(name -> world(name).among(policy, decider.apply(name)));
    }

    /**
     * All under a peer; those that it cannot scale keep their own policies. Under {@value Contenders#AUTO} all are under the
     * automatic policy, within their own guardrails.
     *
     * @param own the same under their own policies
     * @throws Refusal when there is no such peer
     */
    Chain peer(String peer, Chain own, List<String> notes) {
        if (peer.equals(Optimum.NAME)) {
            throw Refusal.ofUsage("--compare: " + Optimum.NAME + " plans for one workload; choose one with --workload: "
                    + String.join(", ", tiers.keySet()));
        }
        if (peer.equals(Contenders.AUTO)) {
            notes.add("auto: the automatic policy in place of each workload's own, within the same guardrails");
            return chain(name ->
                    world(WhatIf.automatic(SpecFiles.workload(tiers, name))).among(peer, Engine.INSTANCE));
        }
        if (!Baselines.names().contains(peer)) {
            throw Refusal.ofUsage("--compare: there is no peer '" + peer + "' to compare with; there are: "
                    + Contenders.AUTO + ", " + String.join(", ", Baselines.names()) + ", and files of specs (.yaml)");
        }
        Trace[] demands = own.demands();
        double[] holds = own.holds();
        List<Scenario> scenarios = new ArrayList<>();
        for (int i = 0; i < demands.length; i++) {
            Scenario mine = own.tiers().get(i).scenario();
            String name = mine.workload().name();
            scenarios.add(
                    switch (world(name).baseline(peer, demands[i], holds[i])) {
                        case Baseline b -> world(name).of(b);
                        case Offer.NotApplicable no -> {
                            notes.add(peer + ": " + name + " keeps its own policies: " + no.why());
                            yield mine.named(peer);
                        }
                    });
        }
        int[] next = {0};
        return chain(name -> scenarios.get(next[0]++));
    }

    private Chain chain(Function<String, Scenario> scenario) {
        List<Tier> all = new ArrayList<>();
        for (WorkloadSpec w : tiers.values()) {
            Integer most = w.tier().connections();
            all.add(new Tier(scenario.apply(w.workload().name()), calls(w), most == null ? Integer.MAX_VALUE : most));
        }
        try {
            return new Chain(all);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    private List<Call> calls(WorkloadSpec from) {
        List<Call> out = new ArrayList<>();
        for (TierSpec.Call c : from.tier().calls()) {
            WorkloadSpec to = SpecFiles.workload(tiers, c.to());
            boolean waits = c.waits() == null ? !isQueue(from) && !isQueue(to) : c.waits();
            int pool = !waits ? 0 : c.pool() != null ? c.pool() : each(from, c.to());
            Cache cache = cache(c.cache());
            double left = c.times();
            while (left > 0) {
                out.add(new Call(c.to(), Math.min(1, left), waits, cache, pool));
                pool = 0; // the connections are those of the first of them
                left = left - 1 < 1e-9 ? 0 : left - 1;
            }
        }
        return out;
    }

    /** Connections a replica takes of another workload, as its limit on them says. */
    private static int each(WorkloadSpec from, String to) {
        for (DependencyLimit d : from.workload().guardrails().dependencies()) {
            if (to.equals(d.workload())) {
                return (int) Math.round(d.each());
            }
        }
        return 0;
    }

    private static @Nullable Cache cache(TierSpec.@Nullable Cache c) {
        return c == null ? null : new Cache(c.hit(), c.dip(), Worlds.seconds(c.burst()), Worlds.seconds(c.usual()));
    }

    private static boolean isQueue(WorkloadSpec w) {
        return w.service() instanceof ServiceSpec.Queue;
    }
}
