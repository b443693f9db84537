package dev.headroom.cli;

import dev.headroom.controller.whatif.Worlds;
import dev.headroom.engine.Engine;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.policy.Predictive;
import dev.headroom.simulator.Foresight;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.baseline.Baselines;
import dev.headroom.simulator.optimum.Optimum;
import dev.headroom.simulator.report.HtmlReport;
import dev.headroom.simulator.report.ReportCharts;
import dev.headroom.simulator.report.ReportData;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays a trace through a workload's policies and through its peers', and compares them. */
@Command(
        name = "simulate",
        description =
                "Replays a trace through the workload's policies, by the engine that runs live, and compares them with"
                        + " what people use today.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom simulate headroom.yaml --trace traffic.csv.gz",
            "  headroom simulate headroom.yaml --trace traffic.csv --compare hpa,aws-target --report report.html",
            "  headroom simulate headroom.yaml --trace traffic.csv --from 2026-01-07 --to 2026-01-08 -o json",
            "  headroom simulate headroom.yaml --trace traffic.csv --compare next.yaml --explain 2026-01-07T14:05",
            "  headroom simulate headroom.yaml --trace traffic.csv --from 2026-01-07 --history traffic.csv",
            "  headroom simulate shop.yaml --trace web=visits.csv --trace admin=staff.csv",
            "  headroom simulate --import hpa my-hpa.yaml --trace last-month.csv --boot 60s --service-time 100ms"
                    + " --concurrency 10 --latency 500ms --compare auto",
            "",
            "A trace is a CSV file, or a gzipped one, with a header: the first column is the time, the first numeric column",
            "after it is the demand of each step. A file whose name has '_events' in it has one request a line."
        })
final class Simulate implements Callable<Integer> {

    /** How requests are simulated, or that the command shall choose. */
    enum Mode {
        AUTO,
        REQUEST,
        INTERVAL
    }

    @Parameters(paramLabel = "SPEC", description = "The spec, such as headroom.yaml.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Option(
            names = "--import",
            paramLabel = "FORMAT",
            completionCandidates = Import.Formats.class,
            description = "SPEC is no spec but what a team runs today, in one of: ${COMPLETION-CANDIDATES}.")
    private @Nullable String imported;

    @Mixin
    private final FactOptions facts = new FactOptions();

    @Option(
            names = "--trace",
            required = true,
            paramLabel = "[W=]FILE",
            description = "Recorded demand: a .csv or .csv.gz file; or a .yaml file that describes traffic. Of several"
                    + " workloads that traffic comes to, say whose it is: web=FILE; may be repeated.")
    private List<String> traces = new ArrayList<>();

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "The trace's demand column. Default: the first numeric one after the time.")
    private @Nullable String column;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description =
                    "Earlier demand of the same kind as --trace, which forecasts know when the trace begins. What ends"
                            + " after that is left out.")
    private @Nullable Path history;

    @Option(
            names = "--workload",
            paramLabel = "W",
            description =
                    "The workload to simulate alone, when the spec has several. Default: all that call each other,"
                            + " together.")
    private @Nullable String workload;

    @Option(
            names = "--compare",
            paramLabel = "LIST",
            split = ",",
            description =
                    "What to compare with, separated by commas: peers (${COMPLETION-CANDIDATES}) and files of other"
                            + " specs (.yaml).",
            completionCandidates = Peers.class)
    private List<String> compare = new ArrayList<>();

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Option(
            names = "--from",
            paramLabel = "T",
            description =
                    "Begin, such as 2026-01-07 or 2026-01-07T12:00 (in the spec's time zone), or with a zone: 2026-01-07T12:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "End, as --from; a date alone is its midnight.")
    private @Nullable String to;

    @Option(
            names = "--mode",
            paramLabel = "auto|request|interval",
            defaultValue = "auto",
            description =
                    "request: every request is an event. interval: each stretch between changes is solved as a queue,"
                            + " much faster. auto: request up to 20 million requests. Default: ${DEFAULT-VALUE}.")
    private Mode mode = Mode.AUTO;

    @Option(
            names = "--explain",
            paramLabel = "T",
            description = "Also say why the workload had the replicas it had at a time, written as for --from.")
    private @Nullable String explain;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|csv",
            defaultValue = "table",
            description = "How to print the results. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write a self-contained HTML report.")
    private @Nullable Path report;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Also write every plot of the report into this folder, as SVG and as PNG.")
    private @Nullable Path plots;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    /** The names of the peers, for completion and help. */
    static final class Peers extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Peers() {
            add(Contenders.AUTO);
            addAll(Baselines.names());
            add(Optimum.NAME);
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (report != null) {
            Output.check(report);
        }
        if (plots != null) {
            Plots.check(plots);
        }
        if (imported == null && !facts.given().isEmpty()) {
            throw Refusal.ofUsage(facts.given().keySet().iterator().next().flag()
                    + " goes with --import; in a spec it is a key, see docs/reference/spec.md");
        }
        Spec spec = imported == null ? SpecFiles.load(file, err) : ImportFiles.spec(imported, file, facts.given(), err);
        if (workload == null && Chains.isChain(spec)) {
            return together(spec, out, err);
        }
        WorkloadSpec chosen = SpecFiles.workload(spec, workload);
        List<String> notes = new ArrayList<>();
        if (workload == null) {
            spec.workloads().values().stream()
                    .filter(w -> w.service() == null && !w.equals(chosen))
                    .forEach(w -> notes.add(w.workload().name()
                            + " is left out: nothing is said of its 'service', what its replicas do"));
        }
        if (imported != null) {
            notes.add(Contenders.OWN + ": what " + file + " says");
        }
        Trace demand = read(alone(chosen), spec, notes, err);
        Scenario.Mode used = Worlds.mode(mode == Mode.AUTO ? null : Scenario.Mode.valueOf(mode.name()), demand);
        Remembered remembered = new Remembered(
                Engine.INSTANCE,
                explain == null ? demand.end() : Traces.instant("--explain", explain, spec.timezone()));
        Trace earlier = history == null ? null : earlier(history, chosen, spec, demand, notes, err);
        Contenders contenders =
                new Contenders(chosen, remembered, demand, earlier, used, seed.value(), Recorded.beside(file, err));
        for (String wish : new LinkedHashSet<>(compare)) {
            contenders.add(wish.strip(), err);
        }
        notes.addAll(contenders.notes());
        Set<String> absent = Worlds.absent(chosen.workload());
        if (!absent.isEmpty()) {
            notes.add("one workload is simulated at a time: limits that depend on the replicas of "
                    + String.join(", ", absent) + " are left out");
        }
        if (!chosen.tier().calls().isEmpty()) {
            notes.add("one workload is simulated alone: its calls of "
                    + String.join(
                            ", ",
                            new LinkedHashSet<>(chosen.tier().calls().stream()
                                    .map(c -> c.to())
                                    .toList()))
                    + " are left out");
        }
        if (Worlds.price(chosen) == null) {
            notes.add("no price is known for a replica, so there are no costs; add 'price: 0.10 USD/h' to 'replica'");
        }
        if (earlier == null && chosen.workload().policies().stream().anyMatch(p -> p.policy() instanceof Predictive)) {
            notes.add("predict begins without any history; give it earlier demand with --history FILE");
        }
        String unreachable = Unreachable.why(chosen, demand);
        if (unreachable != null) {
            notes.add(unreachable);
        }
        List<Result> results = Runs.all(contenders.scenarios(), err);
        String platform = PlatformText.of(results.get(0));
        if (platform != null) {
            notes.add(platform);
        }
        notes.addAll(remembered.said());
        if (contenders.optimum() != null) {
            notes.add(SimulationOutput.againstOptimum(
                    contenders.optimum(), results, chosen.workload().objective()));
        }
        SimulationOutput output = new SimulationOutput(
                demand.name(),
                chosen.workload().name(),
                seed.value(),
                used.name().toLowerCase(Locale.ROOT),
                demand.start().toString(),
                demand.end().toString(),
                results,
                notes,
                explain == null ? null : remembered.explanation());
        switch (format) {
            case JSON -> out.println(output.json());
            case CSV -> out.print(output.csv());
            case TABLE -> table(output, chosen, demand, out);
        }
        out.flush();
        if (report != null) {
            Output.write(report, HtmlReport.render(reported(chosen, demand, output)));
            err.println("report: " + report);
        }
        if (plots != null) {
            Plots.write(plots, ReportCharts.of(reported(chosen, demand, output)), err);
        }
        return CommandLine.ExitCode.OK;
    }

    private Trace read(Path trace, Spec spec, List<String> notes, PrintWriter err) {
        return Traces.read(trace, column, from, to, spec.timezone(), notes, err);
    }

    private Trace earlier(
            Path file, WorkloadSpec chosen, Spec spec, Trace demand, List<String> notes, PrintWriter err) {
        List<String> own = new ArrayList<>();
        Trace earlier = Traces.read(file, column, null, null, spec.timezone(), own, err);
        own.forEach(note -> notes.add("history: " + note));
        if (earlier.startMillis() + earlier.bucketMillis() > demand.startMillis()) {
            throw new Refusal(file + ": begins at " + earlier.start() + ", and the trace at " + demand.start()
                    + ": there is no earlier demand in it");
        }
        long kept = Foresight.of(chosen.workload(), chosen.histories(), null).signals().values().stream()
                .mapToLong(f -> f.history().toMillis())
                .max()
                .orElse(Long.MAX_VALUE);
        if (kept == Long.MAX_VALUE) {
            notes.add(
                    "only predict, and the automatic policy from a rate, forecast, so --history makes no difference here");
        } else if (demand.startMillis() - earlier.endMillis() > kept) {
            throw new Refusal(file + ": ends at " + earlier.end() + ", and the trace begins at " + demand.start()
                    + ": forecasts are made from the last "
                    + Duration.ofMillis(kept).toDays() + " days");
        }
        return earlier;
    }

    private Path alone(WorkloadSpec chosen) {
        if (traces.size() > 1) {
            throw Refusal.ofUsage("--trace: one workload has one trace; there are " + traces.size());
        }
        String name = chosen.workload().name() + "=";
        String given = traces.get(0);
        return Path.of(given.startsWith(name) ? given.substring(name.length()) : given);
    }

    /** All workloads that call each other. */
    private int together(Spec spec, PrintWriter out, PrintWriter err) {
        if (mode == Mode.INTERVAL) {
            throw Refusal.ofUsage("--mode interval knows no workloads that call each other; leave it out, or choose one"
                    + " with --workload");
        }
        if (history != null) {
            throw Refusal.ofUsage("--history tells of one workload; choose one with --workload");
        }
        List<String> notes = new ArrayList<>();
        ChainOutput output = new ChainSimulation(file, spec, compare, seed.value())
                .run(ChainSimulation.assign(spec, traces), f -> read(f, spec, notes, err), explain, err);
        output.notes().addAll(0, notes);
        switch (format) {
            case JSON -> out.println(output.json());
            case CSV -> out.print(output.csv());
            case TABLE -> out.print(output.text());
        }
        out.flush();
        if (report != null) {
            Output.write(report, ChainReport.html(output));
            err.println("report: " + report);
        }
        if (plots != null) {
            Plots.write(plots, ChainReport.plots(output), err);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void table(SimulationOutput output, WorkloadSpec chosen, Trace demand, PrintWriter out) {
        Objective o = chosen.workload().objective();
        out.printf(
                Locale.ROOT,
                "%s: %,.0f %s from %s to %s%n%s%n%n",
                output.workload(),
                demand.total(),
                o.deadline() == null ? "requests" : "items",
                demand.start(),
                demand.end(),
                Double.isInfinite(o.limitSeconds())
                        ? "without an objective"
                        : "in time is within " + SimulationOutput.seconds(o.limitSeconds()) + ", aim "
                                + BigDecimal.valueOf(o.attainment())
                                        .movePointRight(2)
                                        .stripTrailingZeros()
                                        .toPlainString()
                                + " %");
        out.println(output.table());
        String answers = output.generation();
        if (!answers.isEmpty()) {
            out.println();
            out.println(answers);
        }
        for (String note : output.notes()) {
            out.println("  " + note);
        }
        out.println("  " + output.mode() + " mode, seed " + output.seed());
        if (output.explanation() != null) {
            out.println();
            out.print(output.explanation());
        }
    }

    private static ReportData reported(WorkloadSpec chosen, Trace demand, SimulationOutput output) {
        Objective o = chosen.workload().objective();
        return new ReportData(
                output.workload() + " under " + demand.name(),
                output.workload(),
                demand,
                output.results().get(0).currency(),
                o.limitSeconds(),
                o.latency() == null ? Double.NaN : o.quantile(),
                o.attainment(),
                output.seed(),
                output.mode(),
                output.results(),
                output.notes());
    }
}
