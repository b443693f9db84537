package dev.headroom.cli;

import dev.headroom.controller.whatif.Worlds;
import dev.headroom.engine.Workload;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.forecast.analysis.Advice;
import dev.headroom.forecast.analysis.Adviser;
import dev.headroom.forecast.analysis.Analysis;
import dev.headroom.forecast.analysis.Capacity;
import dev.headroom.forecast.history.History;
import dev.headroom.forecast.history.HistoryReader;
import dev.headroom.spec.ServiceSpec;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what recorded traffic is like, and what to do about it. */
@Command(
        name = "analyze",
        description =
                "Says what recorded traffic is like: its day and week, events, level, tokens; and what to do about it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom analyze traffic.csv.gz --zone Asia/Tokyo",
            "  headroom analyze traffic.csv --column requests=hits --column latency=p95_ms -o json",
            "  headroom analyze traffic.csv --spec headroom.yaml --spec-fragment advised.yaml --report page.html",
            "  headroom analyze http://localhost:9090 --query 'sum(rate(http_requests_total[5m]))' --step 5m",
            "",
            "A history is CSV with a header, JSON lines, or a saved reply of Prometheus, gzipped or not: a column of"
                    + " times,",
            "requests, and if known latency, errors, cache_hits, input_tokens, output_tokens. Times without an offset"
                    + " are",
            "those of --zone."
        })
final class Analyze implements Callable<Integer> {

    /** Shapes of the answer. */
    enum Shape {
        TEXT,
        JSON
    }

    private static final Duration USUAL_READY = Duration.ofSeconds(60);

    @Parameters(
            paramLabel = "HISTORY",
            description = "A file; or the address of a Prometheus (with --query) or of a whole range query.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String source;

    @Option(
            names = {"--zone", "--timezone"},
            paramLabel = "ZONE",
            description = "Zone of days and hours, such as Asia/Tokyo. Default: the spec's, else UTC.")
    private @Nullable ZoneId zone;

    @Option(
            names = "--column",
            paramLabel = "[WHAT=]NAME",
            description =
                    "A column by name: WHAT is requests (the default), latency, errors, cache-hits, input-tokens or"
                            + " output-tokens. May be repeated. Default: by well-known names.")
    private List<String> columns = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "T",
            description =
                    "Begin, such as 2026-01-07 or 2026-01-07T12:00 (in --zone), or with a zone: 2026-01-07T12:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "End, as --from; a date alone is its midnight.")
    private @Nullable String to;

    @Option(
            names = "--query",
            paramLabel = "PROMQL",
            description = "With an address: what to ask. 28 days if no --from.")
    private @Nullable String query;

    @Option(names = "--step", paramLabel = "STEP", description = "With an address: distance of points. Default: 5m.")
    private @Nullable String step;

    @Option(
            names = "--score",
            paramLabel = "robust|plain",
            defaultValue = "robust",
            description =
                    "What events are found by: robust is against season and level by medians; plain is the z-score of"
                            + " the hour of the day. Default: ${DEFAULT-VALUE}.")
    private Analysis.Scoring score = Analysis.Scoring.ROBUST;

    @Option(
            names = "--threshold",
            paramLabel = "X",
            defaultValue = "3",
            description = "Score from which a step can be part of an event. Default: ${DEFAULT-VALUE}.")
    private double threshold = 3;

    @Option(
            names = "--spec",
            paramLabel = "SPEC",
            description = "Advise the workloads of a spec: replicas by their concurrency and service time.")
    private @Nullable Path spec;

    @Option(names = "--workload", paramLabel = "W", description = "With --spec: only this workload.")
    private @Nullable String workload;

    @Option(
            names = "--per-replica",
            paramLabel = "RATE",
            description = "Requests per second that a replica can do when always busy, if there is no --spec to tell.")
    private @Nullable Double perReplica;

    @Option(
            names = "--spec-fragment",
            paramLabel = "FILE",
            description = "Also write the bounds and schedule as a spec that can be validated and simulated.")
    private @Nullable Path fragment;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to print the answer. Default: ${DEFAULT-VALUE}.")
    private Shape shape = Shape.TEXT;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write a self-contained HTML page with plots.")
    private @Nullable Path report;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        check();
        Spec read = spec == null ? null : SpecFiles.load(spec, err);
        ZoneId used = zone != null ? zone : read != null ? read.timezone() : ZoneId.of("UTC");
        History history = history(used, err);
        Analysis analysis;
        try {
            analysis = Analysis.of(history, new Analysis.Options(used, score, threshold));
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
        List<Advice> advice = capacities(read, analysis).stream()
                .map(c -> Adviser.of(analysis, c))
                .toList();
        if (fragment != null) {
            Output.write(fragment, AdvisedSpec.of(analysis, advice, read));
        }
        if (shape == Shape.JSON) {
            out.println(AnalysisJson.of(analysis, advice));
        } else {
            out.print(AnalysisText.of(analysis, advice));
        }
        out.flush();
        if (report != null) {
            Output.write(report, AnalysisPage.of(analysis, advice));
            err.println("report: " + report);
        }
        if (fragment != null) {
            err.println("spec: " + fragment);
        }
        return CommandLine.ExitCode.OK;
    }

    private void check() {
        if (!(threshold > 0) || Double.isInfinite(threshold)) {
            throw Refusal.ofUsage("--threshold: " + threshold + " is not a positive number");
        }
        if (perReplica != null && (!(perReplica > 0) || Double.isInfinite(perReplica))) {
            throw Refusal.ofUsage("--per-replica: " + perReplica + " is not a positive number of requests per second");
        }
        if (perReplica != null && spec != null) {
            throw Refusal.ofUsage(
                    "--per-replica and --spec cannot be used together: the spec says what a replica can do");
        }
        if (workload != null && spec == null) {
            throw Refusal.ofUsage("--workload needs --spec");
        }
        if (!PrometheusRange.isUrl(source) && (query != null || step != null)) {
            throw Refusal.ofUsage("--query and --step need an address, such as http://localhost:9090");
        }
        for (Path file : new Path[] {report, fragment}) {
            if (file != null) {
                Output.check(file);
            }
        }
    }

    private History history(ZoneId used, PrintWriter err) {
        Instant begin = from == null ? null : Traces.instant("--from", from, used);
        Instant end = to == null ? null : Traces.instant("--to", to, used);
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw Refusal.ofUsage("--from " + from + " is not before --to " + to);
        }
        if (PrometheusRange.isUrl(source)) {
            return PrometheusRange.of(source, query, begin, end, step, Instant.now())
                    .read(HistoryReader.Options.in(used), err);
        }
        return Histories.read(
                Path.of(source), new HistoryReader.Options(used, Histories.columns(columns), begin, end), err);
    }

    private List<Capacity> capacities(@Nullable Spec read, Analysis analysis) {
        if (read == null) {
            return List.of(
                    perReplica == null
                            ? Capacity.assumed("service", analysis, USUAL_READY)
                            : new Capacity("service", perReplica, Capacity.USUAL_AIM, USUAL_READY, false));
        }
        List<WorkloadSpec> wanted = workload != null
                ? List.of(SpecFiles.workload(read, workload))
                : List.copyOf(read.workloads().values());
        List<Capacity> out = new ArrayList<>();
        for (WorkloadSpec w : wanted) {
            if (w.service() instanceof ServiceSpec.Requests || workload != null) {
                out.add(capacity(w));
            }
        }
        if (out.isEmpty()) {
            throw new Refusal("no workload of the spec says how long a request takes; add 'service: { time: 100ms }' to"
                    + " one");
        }
        return out;
    }

    private static Capacity capacity(WorkloadSpec w) {
        if (w.service() == null) {
            throw new Refusal("workload '" + w.workload().name()
                    + "' does not say how long a request takes; add 'service: { time: 100ms }' to it");
        }
        double each = Worlds.perSecond(w);
        Duration ready =
                w.workload().replica().boot().plus(w.workload().replica().warmup());
        return new Capacity(w.workload().name(), each, aim(w.workload(), each), ready, false);
    }

    /** The least share of a replica that target tracking keeps it at; the usual where there is none. */
    private static double aim(Workload w, double each) {
        double aim = Capacity.USUAL_AIM;
        for (Workload.Weighted p : w.policies()) {
            if (p.policy() instanceof TargetTracking t) {
                Measure measure = w.signals().stream()
                        .filter(s -> s.name().equals(t.signal()))
                        .map(Signal::measures)
                        .findFirst()
                        .orElse(Measure.OTHER);
                double share = switch (measure) {
                    case IN_FLIGHT, CONCURRENCY -> t.target() / w.replica().concurrency();
                    case RATE -> t.target() / each;
                    case UTILISATION -> t.target();
                    default -> aim;
                };
                aim = Math.min(aim, share);
            }
        }
        return aim;
    }
}
