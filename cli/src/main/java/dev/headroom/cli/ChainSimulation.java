package dev.headroom.cli;

import dev.headroom.controller.whatif.Worlds;
import dev.headroom.engine.Engine;
import dev.headroom.simulator.Chain;
import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.Whole;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Simulates the workloads of a spec that call each other, all together, under their own policies and under peers. */
final class ChainSimulation {

    private final Path file;
    private final Spec spec;
    private final List<String> wanted;
    private final long seed;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Trace> traces = new LinkedHashMap<>();
    private final List<Chain> chains = new ArrayList<>();

    /**
     * A simulation.
     *
     * @param file where the spec is from
     * @param compare names of peers, and files of other specs
     */
    ChainSimulation(Path file, Spec spec, List<String> compare, long seed) {
        this.file = file;
        this.spec = spec;
        this.wanted = List.copyOf(new LinkedHashSet<>(compare));
        this.seed = seed;
    }

    /**
     * Which workload each trace is for: {@code NAME=FILE}, or the only one that is called by none and calls others.
     *
     * @throws Refusal when that is not clear
     */
    static Map<String, Path> assign(Spec spec, List<String> given) {
        Map<String, Path> out = new LinkedHashMap<>();
        List<String> entries = Chains.entries(spec);
        for (String text : given) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? "" : text.substring(0, equals);
            boolean named = spec.workloads().containsKey(name);
            if (!named && entries.size() != 1) {
                throw Refusal.ofUsage("--trace: say whose traffic it is, such as --trace " + entries.get(0) + "=" + text
                        + "; traffic comes from outside to: " + String.join(", ", entries));
            }
            String of = named ? name : entries.get(0);
            if (out.put(of, Path.of(named ? text.substring(equals + 1) : text)) != null) {
                throw Refusal.ofUsage("--trace: there are two traces for " + of
                        + "; write NAME=FILE to give one to another workload");
            }
        }
        return out;
    }

    /**
     * Runs all of it.
     *
     * @param read reads a trace
     * @param explain the time that decisions are explained at, or null
     */
    ChainOutput run(Map<String, Path> files, Function<Path, Trace> read, @Nullable String explain, PrintWriter err) {
        files.forEach((name, file) -> traces.put(name, read.apply(file)));
        Trace first = traces.values().iterator().next();
        Chains own = Chains.of(spec, traces, seed, Recorded.beside(file, err), notes);
        Map<String, Remembered> remembered = new LinkedHashMap<>();
        for (String name : own.tiers().keySet()) {
            remembered.put(
                    name,
                    new Remembered(
                            Engine.INSTANCE,
                            explain == null ? first.end() : Traces.instant("--explain", explain, spec.timezone())));
        }
        chains.add(own.own(Contenders.OWN, name -> Objects.requireNonNull(remembered.get(name))));
        for (String wish : wanted) {
            chains.add(compared(wish.strip(), own, err));
        }
        own.tiers().values().forEach(this::note);
        List<ChainOutput.Together> results = Runs.each(
                chains.stream()
                        .<Function<Progress, ChainOutput.Together>>map(c -> progress -> {
                            List<Result> tiers = Simulator.run(c, progress);
                            return new ChainOutput.Together(Whole.of(c, tiers), tiers);
                        })
                        .toList(),
                err);
        List<String> names = List.copyOf(own.tiers().keySet());
        for (int i = 0; i < names.size(); i++) {
            String text = PlatformText.of(results.get(0).tiers().get(i));
            if (text != null) {
                notes.add(names.get(i) + ": " + text);
            }
        }
        notes.addAll(Remembered.said(remembered));
        Map<String, String> explanations = new LinkedHashMap<>();
        if (explain != null) {
            remembered.forEach((name, r) -> explanations.put(name, r.explanation()));
        }
        return new ChainOutput(
                traces.values().stream().map(Trace::name).collect(Collectors.joining(", ")),
                names,
                own.tiers().values().stream().map(w -> w.workload().objective()).toList(),
                seed,
                first.start().toString(),
                first.end().toString(),
                results,
                notes,
                explanations);
    }

    private Chain compared(String wish, Chains own, PrintWriter err) {
        if (!wish.endsWith(".yaml") && !wish.endsWith(".yml")) {
            return own.peer(wish, chains.get(0), notes);
        }
        Spec other = SpecFiles.load(Path.of(wish), err);
        Chains same = Chains.of(other, traces, seed, Recorded.beside(Path.of(wish), err), notes);
        if (!same.tiers().keySet().equals(own.tiers().keySet())) {
            throw new Refusal(wish + ": its traffic goes through "
                    + String.join(", ", same.tiers().keySet())
                    + ", and that of the spec through "
                    + String.join(", ", own.tiers().keySet())
                    + "; they must be the same workloads");
        }
        String title = String.valueOf(Path.of(wish).getFileName()).replaceAll("\\.ya?ml$", "");
        notes.add(title + ": " + wish);
        return same.own(title, name -> Engine.INSTANCE);
    }

    private void note(WorkloadSpec w) {
        String name = w.workload().name();
        if (Worlds.price(w) == null) {
            notes.add("no price is known for a replica of " + name
                    + ", so the whole has no cost; add 'price: 0.10 USD/h' to its 'replica'");
        }
        String unreachable = Unreachable.why(w);
        if (unreachable != null) {
            notes.add(name + ": " + unreachable);
        }
        TreeSet<String> unknown = new TreeSet<>(Worlds.absent(w.workload()));
        unknown.removeAll(chains.get(0).tiers().stream()
                .map(t -> t.scenario().workload().name())
                .toList());
        if (!unknown.isEmpty()) {
            notes.add(name + " is limited by the replicas of " + String.join(", ", unknown)
                    + ", which is not simulated: it will not grow");
        }
    }
}
