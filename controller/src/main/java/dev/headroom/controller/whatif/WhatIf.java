package dev.headroom.controller.whatif;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Workload;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.journal.Recorded;
import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.ScenarioException;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.baseline.Baseline;
import dev.headroom.simulator.baseline.Baselines;
import dev.headroom.simulator.baseline.Offer;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * "This policy instead, last week": the demand that was recorded, simulated with the policies in force and with others, and
 * what really ran beside them.
 *
 * @param demand what came
 * @param mode how it was simulated
 * @param runs what really ran first, then the policies in force, then the others
 * @param notes what there is to say about them
 */
public record WhatIf(RecordedDemand demand, Scenario.Mode mode, List<Run> runs, List<String> notes) {

    /** The automatic policy, by the name it can be asked for. */
    public static final String AUTO = "auto";

    private static final double MOST_REQUESTS = 2e6;
    private static final long SEED = 1;

    public WhatIf {
        runs = List.copyOf(runs);
        notes = List.copyOf(notes);
    }

    /**
     * One course.
     *
     * @param name whose
     * @param attainment share of requests that kept the objective, 0 to 1; NaN when not known
     * @param cost money; NaN without a price
     * @param currency of it; empty without a price
     * @param replicaHours hours of all replicas that were paid for
     * @param changes how often the number of replicas was changed
     * @param p95Seconds 95th percentile of the response time; NaN when not known
     * @param at begins of the stretches of the columns
     * @param desired replicas wanted in each stretch
     */
    public record Run(
            String name,
            double attainment,
            double cost,
            String currency,
            double replicaHours,
            int changes,
            double p95Seconds,
            Instant[] at,
            double[] desired) {}

    /** The names of policies that can be asked for without writing them. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of(AUTO));
        names.addAll(Baselines.names());
        return names;
    }

    /**
     * Simulates.
     *
     * @param spec the text in force
     * @param folder where files that it names are; null for none
     * @param name of the workload
     * @param other the name of a policy ({@link #names}), or YAML of keys that stand in place of the workload's own
     * @param decisions recorded ones of the span, oldest first
     * @param progress told how far both simulations are; what it throws ends them
     * @throws IllegalArgumentException if it cannot be simulated; the message is for people, a line for each problem
     */
    public static WhatIf of(
            String spec,
            @Nullable Path folder,
            String name,
            String other,
            List<Recorded> decisions,
            Instant from,
            Instant to,
            Progress progress) {
        Spec present = SpecReader.read("spec", folder, spec).orThrow();
        WorkloadSpec own = present.workloads().get(name);
        if (own == null) {
            throw new IllegalArgumentException("the spec in force has no workload '" + name + "'");
        }
        RecordedDemand demand =
                RecordedDemand.of(own.workload(), Worlds.service(own).time().mean(), decisions, from, to);
        Trace trace = demand.trace();
        Scenario.Mode mode = trace.total() <= MOST_REQUESTS ? Scenario.Mode.REQUEST : Scenario.Mode.INTERVAL;
        List<String> notes = new ArrayList<>();
        Scenario first = world(own, trace, mode).own("present");
        Scenario second = contender(spec, folder, own, other, trace, mode, notes);
        List<Run> runs = new ArrayList<>();
        runs.add(recorded(own, decisions));
        runs.add(run(first, share -> progress.at(share / 2)));
        runs.add(run(second, share -> progress.at((1 + share) / 2)));
        notes.addAll(notes(own, demand, mode));
        return new WhatIf(demand, mode, runs, notes);
    }

    private static List<String> notes(WorkloadSpec own, RecordedDemand demand, Scenario.Mode mode) {
        List<String> notes = new ArrayList<>();
        notes.add("the demand follows from signal '" + demand.signal()
                + "'; 'recorded' is what really ran, the others are"
                + " simulated on that demand with the service time that the spec states");
        if (demand.covered() < 0.99) {
            notes.add(Math.round(100 * (1 - demand.covered()))
                    + " % of the span has no record; there the last value was kept");
        }
        if (mode == Scenario.Mode.INTERVAL) {
            notes.add("simulated by interval, since there are too many requests to follow each");
        }
        if (!own.forecasts().isEmpty()) {
            notes.add("forecasts begin with nothing at the begin of the span, for all alike");
        }
        return notes;
    }

    private static Worlds world(WorkloadSpec spec, Trace trace, Scenario.Mode mode) {
        return new Worlds(spec, trace, mode, SEED, file -> {
            throw new IllegalArgumentException("recorded interruptions of spot machines (" + file
                    + ") are not read here; ask with 'headroom simulate'");
        });
    }

    private static Scenario contender(
            String spec,
            @Nullable Path folder,
            WorkloadSpec own,
            String other,
            Trace trace,
            Scenario.Mode mode,
            List<String> notes) {
        if (other.equals(AUTO)) {
            return world(automatic(own), trace, mode).own(AUTO);
        }
        if (!Baselines.names().contains(other)) {
            return world(OtherSpec.of(spec, folder, own.workload().name(), other), trace, mode)
                    .own("other");
        }
        Worlds world = world(own, trace, mode);
        return switch (world.baseline(other)) {
            case Baseline b -> {
                notes.add(b.name() + ": " + b.summary());
                yield world.of(b);
            }
            case Offer.NotApplicable no -> throw new IllegalArgumentException(no.name() + ": " + no.why());
        };
    }

    /** A workload decided by the automatic policy, within its guardrails. */
    public static WorkloadSpec automatic(WorkloadSpec spec) {
        Workload w = spec.workload();
        return spec.with(new Workload(
                w.name(),
                w.interval(),
                w.replica(),
                w.objective(),
                w.signals(),
                List.of(new Workload.Weighted(CapacityModel.AUTOMATIC, 1)),
                Combiner.MAXIMUM,
                w.guardrails()));
    }

    private static Run run(Scenario scenario, Progress progress) {
        Result r;
        try {
            r = Simulator.run(scenario, progress);
        } catch (ScenarioException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        List<Result.Point> points = r.timeline();
        return new Run(
                r.policy(),
                r.attainment(),
                r.cost(),
                r.currency(),
                r.replicaHours(),
                r.actions(),
                r.p95(),
                points.stream().map(p -> Instant.ofEpochMilli(p.millis())).toArray(Instant[]::new),
                points.stream().mapToDouble(Result.Point::desired).toArray());
    }

    /** What really ran: replicas that were paid for between a decision and the next. */
    private static Run recorded(WorkloadSpec spec, List<Recorded> decisions) {
        double hours = 0;
        int changes = 0;
        for (int i = 0; i < decisions.size(); i++) {
            Recorded d = decisions.get(i);
            changes += d.desired() != d.current() ? 1 : 0;
            if (i + 1 < decisions.size()) {
                Duration step = Duration.between(d.at(), decisions.get(i + 1).at());
                hours += d.seen().fleet().alive() * (step.toMillis() / 3.6e6);
            }
        }
        Money price = Worlds.price(spec);
        return new Run(
                "recorded",
                Double.NaN,
                price == null ? Double.NaN : hours * price.amount().doubleValue(),
                price == null ? "" : price.currency(),
                hours,
                changes,
                Double.NaN,
                decisions.stream().map(Recorded::at).toArray(Instant[]::new),
                decisions.stream().mapToDouble(Recorded::desired).toArray());
    }
}
