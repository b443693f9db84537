package dev.headroom.simulator;

import dev.headroom.engine.guardrail.Budget;
import dev.headroom.engine.guardrail.DependencyLimit;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Observations.Spending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tiers of a chain see of each other and ask of each other. Advice is followed: who is asked to grow first has that
 * as a floor, pools are divided anew, and who is to be shed is pinned at its minimum; each for two turns of the one that
 * advises, which repeats it while it holds. A tier is also kept at what the present replicas of those that are limited by it
 * need, so that it does not go away under them.
 */
final class Neighbourhood {
    private static final int TURNS = 2;

    private record Asked(int replicas, Instant until) {}

    private final Chain chain;
    private final Simulation[] simulations;
    private final long epochMillis;
    private final Map<String, Integer> places = new HashMap<>();
    /** By the one asked, then by the one that asks. */
    private final @Nullable Asked[][] asked;

    private final @Nullable Instant[] shedUntil;
    private final Expenses[] expenses;
    private final List<List<Outlet>> outlets = new ArrayList<>();
    private final List<List<Integer>> targets = new ArrayList<>();

    /** @param simulations of the tiers, which may yet have to be filled in */
    Neighbourhood(Chain chain, Simulation[] simulations) {
        this.chain = chain;
        this.simulations = simulations;
        int n = simulations.length;
        this.epochMillis = chain.tiers().get(0).scenario().trace().startMillis();
        this.asked = new Asked[n][n];
        this.shedUntil = new Instant[n];
        this.expenses = new Expenses[n];
        for (int i = 0; i < n; i++) {
            Scenario s = chain.tiers().get(i).scenario();
            places.put(s.workload().name(), i);
            expenses[i] = new Expenses(s.workload().replica().hourly());
            outlets.add(new ArrayList<>());
            targets.add(new ArrayList<>());
        }
    }

    /** Calls go from one place to another through an outlet. */
    void calls(int from, int to, Outlet through) {
        outlets.get(from).add(through);
        targets.get(from).add(to);
    }

    /** What one of them sees and says. */
    Simulation.Neighbours from(int place) {
        return new View(place);
    }

    private ReplicaPool pool(int place) {
        return simulations[place].events().pool;
    }

    private final class View implements Simulation.Neighbours {
        private final int own;
        private final List<DependencyLimit> limits;
        private final @Nullable Budget budget;
        private Instant now = Instant.MIN;

        View(int own) {
            this.own = own;
            this.limits =
                    chain.tiers().get(own).scenario().workload().guardrails().dependencies();
            this.budget =
                    chain.tiers().get(own).scenario().workload().guardrails().budget();
        }

        @Override
        public void turn() {
            outlets.get(own).forEach(Outlet::restore);
        }

        @Override
        public Map<String, Integer> tiers(Instant at) {
            now = at;
            Map<String, Integer> ready = new HashMap<>();
            places.forEach((name, i) -> ready.put(name, pool(i).ready()));
            return ready;
        }

        @Override
        public int asked(Instant at) {
            int most = 0;
            for (int from = 0; from < simulations.length; from++) {
                Asked a = asked[own][from];
                if (a != null && at.isBefore(a.until())) {
                    most = Math.max(most, a.replicas());
                }
                most = Math.max(most, carried(from));
            }
            return most;
        }

        /** Replicas that carry those another one has. */
        private int carried(int from) {
            double needed = 0;
            for (DependencyLimit d :
                    chain.tiers().get(from).scenario().workload().guardrails().dependencies()) {
                if (d.perTierReplica() && d.capacity() > 0 && own == place(d.workload())) {
                    needed = Math.max(needed, pool(from).desired() * d.leastEach() / d.capacity());
                }
            }
            return (int) Math.ceil(needed - 1e-9);
        }

        @Override
        public Spending spending(Instant at) {
            if (budget == null) {
                return Spending.NONE;
            }
            double rate = 0;
            double today = 0;
            double month = 0;
            long nanos = (at.toEpochMilli() - epochMillis) * 1_000_000;
            for (int i = 0; i < simulations.length; i++) {
                if (i != own && isUnder(i, budget)) {
                    Expenses e = expenses[i];
                    e.look(simulations[i].poolAt(nanos), at.toEpochMilli(), budget.zone());
                    rate += e.hourlyRate();
                    today += e.today();
                    month += e.month();
                }
            }
            return new Spending(rate, today, month);
        }

        @SuppressWarnings("ReferenceEquality") // two budgets of the same amounts are two
        private boolean isUnder(int other, Budget shared) {
            return chain.tiers().get(other).scenario().workload().guardrails().budget() == shared;
        }

        @Override
        public List<ManualOverride> overrides(Instant at) {
            Instant until = shedUntil[own];
            return until == null || !at.isBefore(until)
                    ? List.of()
                    : List.of(new ManualOverride(
                            ManualOverride.Kind.PIN, 0, until, "budget", "shed while money runs out"));
        }

        @Override
        public void send(String workload, Advice advice) {
            Instant until = now.plus(
                    chain.tiers().get(own).scenario().workload().interval().multipliedBy(TURNS));
            switch (advice) {
                case Advice.ScaleFirst first -> {
                    int to = place(first.workload());
                    if (to >= 0) {
                        asked[to][own] = new Asked(first.replicas(), until);
                    }
                }
                case Advice.Shed shed -> {
                    int to = place(shed.workload());
                    if (to >= 0) {
                        shedUntil[to] = until;
                    }
                }
                case Advice.ResizePool resize -> divide(resize);
                case Advice.Alert ignored -> {}
                case Advice.ResizeReplica ignored -> {}
                case Advice.OverrideEnded ignored -> {}
            }
        }

        private void divide(Advice.ResizePool resize) {
            for (DependencyLimit d : limits) {
                if (!d.name().equals(resize.pool())) {
                    continue;
                }
                int to = place(d.workload());
                for (int i = 0; i < outlets.get(own).size(); i++) {
                    if (targets.get(own).get(i) == to) {
                        outlets.get(own).get(i).resize(resize.each());
                    }
                }
            }
        }

        private int place(@Nullable String name) {
            return name == null ? -1 : places.getOrDefault(name, -1);
        }
    }
}
