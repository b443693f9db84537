package dev.headroom.controller;

import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.DependencyLimit;
import dev.headroom.engine.guardrail.GuardrailMemory.Ledger;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Observations.Spending;
import dev.headroom.spec.BudgetSpec;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What workloads see of each other and ask of each other. Who is asked to grow first has that as a floor for two turns of the
 * one that asks, which repeats it while it holds; nobody goes below what the present replicas of those that depend on it need;
 * and who is to be shed is pinned at nothing, which its bounds limit.
 */
final class Neighbours {
    private static final int TURNS = 2;
    private static final Duration FRESH = Duration.ofMinutes(2);

    private final Map<String, Sight> sights = new ConcurrentHashMap<>();
    private volatile Ties ties = new Ties(Map.of(), Map.of(), Map.of());

    /**
     * Who has to do with whom.
     *
     * @param workloads of the spec, by name
     * @param dependants those that need or may shed a workload, by its name
     * @param shared the workloads under the budget of each workload, itself too
     */
    private record Ties(
            Map<String, Workload> workloads, Map<String, List<String>> dependants, Map<String, List<String>> shared) {}

    /** From now on these are the workloads. */
    void spec(Spec spec) {
        Map<String, Workload> workloads = new HashMap<>();
        Map<String, List<String>> dependants = new HashMap<>();
        Map<String, List<String>> shared = new HashMap<>();
        for (WorkloadSpec w : spec.workloads().values()) {
            Workload workload = w.workload();
            workloads.put(workload.name(), workload);
            Set<String> others = new LinkedHashSet<>(needs(workload));
            if (workload.guardrails().budget() != null) {
                others.addAll(workload.guardrails().budget().shed());
            }
            for (String other : others) {
                dependants.computeIfAbsent(other, o -> new ArrayList<>()).add(workload.name());
            }
        }
        for (BudgetSpec budget : spec.budgets()) {
            List<String> under =
                    workloads.keySet().stream().filter(budget::covers).toList();
            under.forEach(name -> shared.put(name, under));
        }
        sights.keySet().retainAll(workloads.keySet());
        ties = new Ties(workloads, dependants, shared);
    }

    /** Workloads that one depends on. */
    private static Set<String> needs(Workload w) {
        Set<String> needs = new LinkedHashSet<>();
        for (DependencyLimit d : w.guardrails().dependencies()) {
            if (d.workload() != null) {
                needs.add(d.workload());
            }
        }
        Bounds.TierLimit tier = w.guardrails().bounds().tier();
        if (tier != null) {
            needs.add(tier.workload());
        }
        return needs;
    }

    /** Names of workloads that matter to others, which may be at other controllers. */
    Set<String> watched() {
        Ties t = ties;
        Set<String> watched = new LinkedHashSet<>(t.shared().keySet());
        t.workloads().values().forEach(w -> watched.addAll(needs(w)));
        t.dependants().values().forEach(watched::addAll);
        watched.retainAll(t.workloads().keySet());
        return watched;
    }

    void seen(String workload, Sight sight) {
        sights.put(workload, sight);
    }

    Optional<Sight> of(String workload) {
        return Optional.ofNullable(sights.get(workload));
    }

    /** Ready replicas of the workloads depended on; one that was not seen lately is unknown. */
    Map<String, Integer> tiers(Workload w, Instant now) {
        Set<String> needs = needs(w);
        if (needs.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> ready = new HashMap<>();
        for (String name : needs) {
            Sight sight = sights.get(name);
            if (sight != null && now.isBefore(sight.at().plus(fresh(name)))) {
                ready.put(name, sight.fleet().ready());
            }
        }
        return ready;
    }

    private Duration fresh(String workload) {
        Workload w = ties.workloads().get(workload);
        Duration turns = w == null ? Duration.ZERO : w.interval().multipliedBy(4);
        return turns.compareTo(FRESH) > 0 ? turns : FRESH;
    }

    /** Replicas that others need of a workload; 0 when none does. */
    int asked(String workload, Instant now) {
        int most = 0;
        for (String from : ties.dependants().getOrDefault(workload, List.of())) {
            Sight sight = sights.get(from);
            Workload w = ties.workloads().get(from);
            if (sight == null || w == null) {
                continue;
            }
            boolean repeated = now.isBefore(sight.at().plus(w.interval().multipliedBy(TURNS)));
            for (Advice advice : repeated ? sight.advice() : List.<Advice>of()) {
                if (advice instanceof Advice.ScaleFirst first
                        && first.workload().equals(workload)) {
                    most = Math.max(most, first.replicas());
                }
            }
            most = Math.max(most, carried(w, sight, workload));
        }
        return most;
    }

    /** Replicas that carry those another one has. */
    private static int carried(Workload from, Sight sight, String workload) {
        int replicas = Math.max(sight.fleet().desired(), sight.fleet().ready());
        double needed = 0;
        for (DependencyLimit d : from.guardrails().dependencies()) {
            if (d.perTierReplica() && d.capacity() > 0 && workload.equals(d.workload())) {
                needed = Math.max(needed, replicas * d.leastEach() / d.capacity());
            }
        }
        return (int) Math.ceil(needed - 1e-9);
    }

    /** What the others under the same budget cost. */
    Spending spending(String workload, Instant now) {
        List<String> under = ties.shared().getOrDefault(workload, List.of());
        if (under.size() < 2) {
            return Spending.NONE;
        }
        double rate = 0;
        double today = 0;
        double month = 0;
        for (String other : under) {
            Workload w = ties.workloads().get(other);
            Sight sight = sights.get(other);
            if (other.equals(workload) || w == null || sight == null) {
                continue;
            }
            rate += sight.fleet().alive() * w.replica().hourly();
            today += today(sight.ledger(), now);
            month += month(sight.ledger(), now);
        }
        return new Spending(rate, today, month);
    }

    /** Spent since the day began; nothing yet in a day that the ledger has not seen. */
    static double today(Ledger ledger, Instant now) {
        return now.toEpochMilli() < ledger.dayEndsMillis() ? ledger.today() : 0;
    }

    /** Spent since the month began. */
    static double month(Ledger ledger, Instant now) {
        return now.toEpochMilli() < ledger.monthEndsMillis() ? ledger.month() : 0;
    }

    /** The order to stop for money, if a budget gives it. */
    Optional<ManualOverride> shed(String workload, Instant now) {
        for (String from : ties.dependants().getOrDefault(workload, List.of())) {
            Sight sight = sights.get(from);
            Workload w = ties.workloads().get(from);
            if (sight == null || w == null) {
                continue;
            }
            Instant until = sight.at().plus(w.interval().multipliedBy(TURNS));
            for (Advice advice : now.isBefore(until) ? sight.advice() : List.<Advice>of()) {
                if (advice instanceof Advice.Shed shed && shed.workload().equals(workload)) {
                    return Optional.of(new ManualOverride(ManualOverride.Kind.PIN, 0, until, "budget", shed.why()));
                }
            }
        }
        return Optional.empty();
    }
}
