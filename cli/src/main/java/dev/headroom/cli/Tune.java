package dev.headroom.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.controller.whatif.Worlds;
import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.ScenarioException;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.tune.Knob;
import dev.headroom.simulator.tune.Knobs;
import dev.headroom.simulator.tune.Parameter;
import dev.headroom.simulator.tune.Trial;
import dev.headroom.simulator.tune.Tuner;
import dev.headroom.simulator.tune.Tuning;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecWriter;
import dev.headroom.spec.WorkloadSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches a workload's policy parameters for the cheapest that keep its objective. */
@Command(
        name = "tune",
        description =
                "Searches a workload's policy parameters for the cheapest that keep its objective on the first part of"
                        + " a trace, and says what they are worth on the rest.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom tune headroom.yaml --trace traffic.csv.gz",
            "  headroom tune headroom.yaml --trace traffic.csv.gz --evaluations 200 --resume trials.jsonl -d tuned.yaml"
        })
final class Tune implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Parameters(paramLabel = "SPEC", description = "The spec, such as headroom.yaml.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Mixin
    private final TraceOptions traffic = new TraceOptions();

    @Option(names = "--workload", paramLabel = "W", description = "The workload to tune, when the spec has several.")
    private @Nullable String workload;

    @Option(
            names = "--train",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "Share of the trace to search on; the rest is held out. Default: ${DEFAULT-VALUE}.")
    private double train = 0.5;

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most simulations of the search, the resumed ones included. Default: ${DEFAULT-VALUE}.")
    private int evaluations = 100;

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Keep trials in this file, and go on with those in it.")
    private @Nullable Path resume;

    @Option(
            names = {"-d", "--destination"},
            paramLabel = "OUT.yaml",
            description = "Write the spec with what was found. Comments of the original are not kept.")
    private @Nullable Path destination;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description =
                    "Also write cost against violations of all that was tried into this folder, as SVG and as PNG.")
    private @Nullable Path plots;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|csv",
            defaultValue = "table",
            description = "How to print the results. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (evaluations < 1) {
            throw new Refusal("--evaluations: at least one simulation is needed");
        }
        if (plots != null) {
            Plots.check(plots);
        }
        Spec spec = SpecFiles.load(file, err);
        WorkloadSpec chosen = SpecFiles.workload(spec, workload);
        if (Double.isInfinite(chosen.workload().objective().limitSeconds())) {
            throw new Refusal("workload '" + chosen.workload().name() + "' has no objective to keep; add one, such as"
                    + " 'objective: { latency: { p95: 500ms }, attainment: 99.9% }'");
        }
        List<String> notes = new ArrayList<>();
        Trace demand = traffic.read(null, null, spec.timezone(), notes, err);
        TuneOutput found = tune(spec, chosen, demand, err);
        switch (format) {
            case JSON -> out.println(JSON.writeValueAsString(found.fields()));
            case CSV -> out.print(found.csv());
            case TABLE -> {
                found.table(out);
                notes.forEach(n -> out.println("  " + n));
            }
        }
        out.flush();
        if (destination != null) {
            write(destination, spec, chosen, found);
            err.println("spec: " + destination);
        }
        if (plots != null) {
            Plots.write(plots, Map.of("pareto", found.chart()), err);
        }
        return CommandLine.ExitCode.OK;
    }

    private TuneOutput tune(Spec spec, WorkloadSpec chosen, Trace demand, PrintWriter err) throws Exception {
        int first = (int) Math.round(demand.arrivals().length * train);
        if (!(train > 0 && train < 1) || first < 1 || first >= demand.arrivals().length) {
            throw new Refusal(
                    "--train: a share between 0 and 1 is needed that leaves some of the trace to either part");
        }
        Trace past = demand.slice(0, first);
        List<Knob> knobs = Knobs.of(chosen.workload());
        List<Parameter> space = knobs.stream().map(Knob::parameter).toList();
        double objective = chosen.workload().objective().attainment();
        Scenario.Mode mode = mode(chosen, past);
        Tuner.Options options = new Tuner.Options(objective, evaluations, seed.value());
        Tuning tuning = Parallel.withBar("tuning", evaluations, err, steps -> {
            try (TrialFile trials =
                            resume == null ? null : new TrialFile(resume, fingerprint(spec, chosen, past), space);
                    ExecutorService pool =
                            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
                return Tuner.search(
                        space,
                        v -> {
                            Trial t = trial(v, run(chosen, knobs, v, past, Scenario.EVERYTHING, mode));
                            if (trials != null) {
                                trials.add(t);
                            }
                            return t;
                        },
                        options,
                        trials == null ? List.of() : trials.known(),
                        pool,
                        t -> steps.accept(1));
            }
        });
        List<Trial> shown = TuneOutput.shown(tuning);
        List<Trial> heldOut = Parallel.each(
                shown, t -> trial(t.values(), run(chosen, knobs, t.values(), demand, past.endMillis(), mode)));
        Trial before = tuning.trials().get(0);
        return new TuneOutput(
                demand.name(),
                chosen.workload().name(),
                objective,
                chosen.workload().replica().price() == null
                        ? "replica-hours"
                        : chosen.workload().replica().price().currency(),
                seed.value(),
                mode,
                tuning.trials().size(),
                past.end().toString(),
                space,
                shown,
                heldOut,
                shown.indexOf(tuning.best()),
                shown.indexOf(before),
                Knobs.turned(chosen.workload(), knobs, tuning.best().values()),
                tuning);
    }

    private Result run(
            WorkloadSpec chosen, List<Knob> knobs, List<Double> values, Trace t, long scoreFrom, Scenario.Mode mode) {
        WorkloadSpec turned = chosen.with(Knobs.turned(chosen.workload(), knobs, values));
        return Simulator.run(scenario(turned, t, mode).scoredFrom(scoreFrom), Progress.NONE);
    }

    private Scenario scenario(WorkloadSpec turned, Trace t, Scenario.Mode mode) {
        return new Worlds(
                        turned,
                        t,
                        mode,
                        seed.value(),
                        Recorded.beside(file, command.commandLine().getErr())::read)
                .own("tuned");
    }

    /** The fast one, where it can simulate the workload's world. */
    private Scenario.Mode mode(WorkloadSpec chosen, Trace past) {
        try {
            Simulator.check(scenario(chosen, past, Scenario.Mode.INTERVAL));
            return Scenario.Mode.INTERVAL;
        } catch (ScenarioException notThere) {
            return Scenario.Mode.REQUEST;
        }
    }

    /** Without a price the cheapest is the one with the fewest replica-hours. */
    private static Trial trial(List<Double> values, Result r) {
        return new Trial(values, r.attainment(), Double.isNaN(r.cost()) ? r.replicaHours() : r.cost(), r.actions());
    }

    /** Of everything a trial depends on; comments and the order of keys do not matter. */
    private String fingerprint(Spec spec, WorkloadSpec chosen, Trace past) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(SpecWriter.write(spec).getBytes(StandardCharsets.UTF_8));
        digest.update(chosen.workload().name().getBytes(StandardCharsets.UTF_8));
        ByteBuffer demand = ByteBuffer.allocate(Long.BYTES * (past.arrivals().length + 3));
        demand.putLong(seed.value()).putLong(past.startMillis()).putLong(past.bucketMillis());
        demand.asDoubleBuffer().put(past.arrivals());
        digest.update(demand.array());
        return HexFormat.of().formatHex(digest.digest(), 0, 12);
    }

    private void write(Path to, Spec spec, WorkloadSpec chosen, TuneOutput found) throws IOException {
        Map<String, WorkloadSpec> workloads = new LinkedHashMap<>(spec.workloads());
        workloads.replaceAll((name, w) -> w.equals(chosen) ? chosen.with(found.workload()) : w);
        Output.write(to, found.heading() + SpecWriter.write(spec.with(workloads)));
    }
}
