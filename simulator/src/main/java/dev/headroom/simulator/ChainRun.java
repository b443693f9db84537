package dev.headroom.simulator;

import java.util.ArrayList;
import java.util.List;

/** One run of a chain: the events of all its tiers in the order of time. */
final class ChainRun {
    private static final int ARRIVAL = 8;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Simulation[] tiers;
    private final Progress progress;
    private final boolean drains;

    ChainRun(Chain chain, Progress progress) {
        this.progress = progress;
        this.tiers = new Simulation[chain.tiers().size()];
        Trace[] demands = chain.demands();
        double[] holds = chain.holds();
        Neighbourhood around = new Neighbourhood(chain, tiers);
        boolean queue = false;
        for (int i = 0; i < tiers.length; i++) {
            // The same seed in every tier would make their service times the same.
            Scenario s = chain.tiers().get(i).scenario();
            Scenario own = i == 0 ? s : s.seeded(s.seed() + i * GOLDEN);
            tiers[i] = new Simulation(own, new Simulation.Role(demands[i], holds[i], around.from(i)), Progress.NONE);
            queue |= s.service() instanceof Service.QueueWorkers;
        }
        this.drains = queue;
        connect(chain, demands, around);
    }

    private void connect(Chain chain, Trace[] demands, Neighbourhood around) {
        List<List<Outlet>> into = new ArrayList<>();
        for (int i = 0; i < tiers.length; i++) {
            into.add(new ArrayList<>());
        }
        for (int i = 0; i < tiers.length; i++) {
            List<Outlet> waits = new ArrayList<>();
            List<Outlet> after = new ArrayList<>();
            Tier tier = chain.tiers().get(i);
            for (Call c : tier.calls()) {
                int to = chain.place(c.to());
                Rng rng = new Rng(tier.scenario().seed() + (i * 31L + to) * GOLDEN, Rng.Stream.CALL);
                double rate = demands[i].rate(demands[i].startMillis()) * c.share();
                Outlet o = new Outlet(c, tiers[i].events(), tiers[to].events(), rng, rate);
                (c.waits() ? waits : after).add(o);
                into.get(to).add(o);
                around.calls(i, to, o);
            }
            tiers[i].events().calls(waits, after);
        }
        for (int i = 0; i < tiers.length; i++) {
            int most = chain.tiers().get(i).connections();
            if (most < Integer.MAX_VALUE && tiers[i].events() instanceof CallWorld w) {
                w.connections(most, into.get(i));
            }
        }
    }

    List<Result> run() {
        for (Simulation t : tiers) {
            t.begin();
        }
        long end = loop();
        progress.at(1);
        List<Result> results = new ArrayList<>();
        for (Simulation t : tiers) {
            results.add(t.end(end));
        }
        return List.copyOf(results);
    }

    private long loop() {
        long traceEnd = tiers[0].traceEnd();
        long nextReport = 0;
        long last = 0;
        while (true) {
            Simulation next = tiers[0];
            long time = Long.MAX_VALUE;
            int phase = ARRIVAL;
            for (Simulation t : tiers) {
                long at = t.nextTime();
                int order = t.nextPhase();
                long arrival = t.nextArrival();
                if (arrival < at && arrival < traceEnd) {
                    at = arrival;
                    order = ARRIVAL;
                }
                if (at < time || (at == time && order < phase)) {
                    next = t;
                    time = at;
                    phase = order;
                }
            }
            if (time >= traceEnd && (!drains || over(time))) {
                return !drains ? traceEnd : idle() ? Math.max(traceEnd, last) : time;
            }
            last = time;
            if (phase == ARRIVAL) {
                next.arrive();
            } else {
                next.turn();
            }
            if (time >= nextReport && time < traceEnd) {
                progress.at((double) time / traceEnd);
                nextReport += Math.max(1, traceEnd / 100);
            }
        }
    }

    private boolean over(long time) {
        long lastLeft = 0;
        for (Simulation t : tiers) {
            lastLeft = Math.max(lastLeft, t.lastLeft());
        }
        return idle() || Simulation.stuck(time, lastLeft, tiers[0].traceEnd());
    }

    private boolean idle() {
        for (Simulation t : tiers) {
            if (!t.idle()) {
                return false;
            }
        }
        return true;
    }
}
