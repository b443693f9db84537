package dev.headroom.cli;

import dev.headroom.controller.whatif.WhatIf;
import dev.headroom.controller.whatif.Worlds;
import dev.headroom.engine.Decider;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.baseline.Baseline;
import dev.headroom.simulator.baseline.Baselines;
import dev.headroom.simulator.baseline.Offer;
import dev.headroom.simulator.optimum.Clairvoyant;
import dev.headroom.simulator.optimum.Optimum;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is simulated: the workload's own policies first, then peers by name and other specs by file. */
final class Contenders {

    /** The name the workload's own policies are listed under. */
    static final String OWN = "headroom";

    /** The name of the automatic policy: what a workload without policies gets. */
    static final String AUTO = "auto";

    private final WorkloadSpec workload;
    private final Trace trace;
    private final @Nullable Trace earlier;
    private final Scenario.Mode mode;
    private final long seed;
    private final Recorded recorded;
    private final List<Scenario> scenarios = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Optimum optimum;

    /**
     * The workload under its own policies.
     *
     * @param earlier demand that had been seen before, or null
     */
    Contenders(
            WorkloadSpec workload,
            Decider decider,
            Trace trace,
            @Nullable Trace earlier,
            Scenario.Mode mode,
            long seed,
            Recorded recorded) {
        this.recorded = recorded;
        this.workload = workload;
        this.trace = trace;
        this.earlier = earlier;
        this.mode = mode;
        this.seed = seed;
        scenarios.add(world(workload).own(OWN, decider));
    }

    private Worlds world(WorkloadSpec of) {
        return world(of, recorded);
    }

    private Worlds world(WorkloadSpec of, Recorded from) {
        return new Worlds(of, trace, earlier, mode, seed, from::read);
    }

    /**
     * Adds one to compare with.
     *
     * @param wish the name of a peer, {@value #AUTO}, {@value Optimum#NAME} for the best that was possible, or the file of a spec with a workload of the same name, or with only one
     * @throws Refusal when it is neither
     */
    void add(String wish, PrintWriter err) {
        if (wish.endsWith(".yaml") || wish.endsWith(".yml")) {
            addSpec(Path.of(wish), err);
            return;
        }
        if (wish.equals(Optimum.NAME)) {
            Scenario own = scenarios.get(0);
            optimum = Clairvoyant.solve(own);
            scenarios.add(optimum.scenario(own));
            return;
        }
        if (wish.equals(AUTO)) {
            scenarios.add(world(WhatIf.automatic(workload)).own(AUTO));
            notes.add("auto: the automatic policy in place of the workload's own, within the same guardrails");
            return;
        }
        if (!Baselines.names().contains(wish)) {
            throw Refusal.ofUsage("--compare: there is no peer '" + wish + "' to compare with; there are: " + AUTO
                    + ", " + String.join(", ", Baselines.names()) + ", " + Optimum.NAME
                    + ", and files of specs (.yaml)");
        }
        switch (world(workload).baseline(wish)) {
            case Baseline b -> {
                scenarios.add(world(workload).of(b));
                notes.add(b.name() + ": " + b.summary());
            }
            case Offer.NotApplicable no -> notes.add(no.name() + " is left out: " + no.why());
        }
    }

    private void addSpec(Path file, PrintWriter err) {
        Spec other = SpecFiles.load(file, err);
        String name = workload.workload().name();
        WorkloadSpec same = SpecFiles.workload(other, other.workloads().containsKey(name) ? name : null);
        String title = String.valueOf(file.getFileName()).replaceAll("\\.ya?ml$", "");
        String listed = title;
        for (int i = 2; taken(listed); i++) {
            listed = title + "-" + i;
        }
        scenarios.add(world(same, Recorded.beside(file, err)).own(listed));
        notes.add(listed + ": " + same.workload().name() + " of " + file);
    }

    private boolean taken(String name) {
        return scenarios.stream().anyMatch(s -> s.policy().equals(name));
    }

    /** Everybody, in the order they were added. */
    List<Scenario> scenarios() {
        return List.copyOf(scenarios);
    }

    /** The best that was possible; null when nobody asked for it. */
    @Nullable
    Optimum optimum() {
        return optimum;
    }

    /** What there is to say about them. */
    List<String> notes() {
        return List.copyOf(notes);
    }
}
