package dev.headroom.interop;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Signal;
import dev.headroom.spec.SourceSpec;
import dev.headroom.spec.Spec;
import dev.headroom.spec.Telemetry;
import dev.headroom.spec.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signals as recording rules of Prometheus, and objectives as burn-rate alerts over two windows each, after the SRE Workbook
 * (chapter 5): an error budget of 1 − attainment is burnt 14.4 times too fast over an hour and five minutes, 6 times over six
 * hours and 30 minutes, 3 times over a day and two hours, or just too fast over three days and six hours.
 *
 * <p>A moment is bad while the latency signal is above its limit (or the oldest item older than the deadline); the share of bad
 * moments is what the budget is spent on. Where a workload has a signal of failures, their share is a second objective.
 */
final class PrometheusExporter implements Exporter {

    private static final Gap SOURCE = new Gap(
            "signals",
            "Prometheus cannot ask the signal's source",
            "it is recorded from the controller's metrics, while headroom runs the workload");
    private static final Gap NOTHING = new Gap(
            "objective",
            "no signal measures what is promised",
            "add a latency signal, or one of the oldest item's age");
    private static final Gap LOOSE = new Gap(
            "objective.attainment",
            "so loose a promise cannot be missed so fast",
            "the alerts for a fast burn are left out");

    /** A pair of windows: the budget's burn rate, the long window, the short one, how grave it is. */
    private record Pair(double burn, String longer, String shorter, String severity) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair(14.4, "1h", "5m", "critical"),
            new Pair(6, "6h", "30m", "critical"),
            new Pair(3, "1d", "2h", "warning"),
            new Pair(1, "3d", "6h", "warning"));

    private static final List<String> WINDOWS = List.of("5m", "30m", "1h", "2h", "6h", "1d", "3d");

    @Override
    public String format() {
        return "prometheus";
    }

    @Override
    public String summary() {
        return "Prometheus: recording rules of the signals, burn-rate alerts of the objectives, alerts on the controller,"
                + " scrape configuration.";
    }

    @Override
    public List<Coverage> coverage() {
        return List.of(
                new Coverage("signals", "recording rules headroom:signal{workload, signal}"),
                new Coverage(
                        "objective",
                        "recording rules of the share missed, and alerts on its burn rate over two windows"),
                new Coverage("signals.max-age", "an alert when a signal is missing"),
                new Coverage("bounds.max", "an alert when a workload stays at its maximum"),
                new Coverage("interval", "an alert when a workload's turns stop"),
                new Coverage("budgets", "alerts at 90 % and at the whole of a limit"),
                new Coverage(
                        "target", "a scrape job for the pods of a Kubernetes workload, and one for the controller"));
    }

    @Override
    public List<Gap> gaps() {
        return List.of(SOURCE, NOTHING, LOOSE);
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        List<Loss> losses = new ArrayList<>();
        List<Map<String, Object>> groups = new ArrayList<>();
        List<Map<String, Object>> jobs = new ArrayList<>();
        for (WorkloadSpec one : workloads) {
            Subject w = new Subject(one, losses);
            List<Map<String, Object>> rules = new ArrayList<>();
            for (Signal s : one.workload().signals()) {
                if (!askable(spec, s)) {
                    w.lost(SOURCE, s.name());
                }
                rules.add(record("headroom:signal", query(spec, w, s), w, "signal", s.name()));
            }
            objectives(w, rules);
            missing(spec, w, rules);
            if (w.max() > w.min()) {
                rules.add(atMaximum(w));
            }
            rules.add(ControllerRules.stopped(w));
            if (w.targets("kubernetes")) {
                jobs.add(scrape(w));
            }
            groups.add(Tree.of("name", "headroom-" + w.label(), "interval", "30s", "rules", rules));
        }
        if (!groups.isEmpty()) {
            groups.add(Tree.of(
                    "name", "headroom-controller", "interval", "30s", "rules", ControllerRules.of(spec.budgets())));
            jobs.addFirst(ControllerRules.scrape());
        }
        List<Document> documents = new ArrayList<>();
        if (!groups.isEmpty()) {
            documents.add(new Document("headroom.rules.yaml", Texts.yaml(Tree.of("groups", groups))));
            documents.add(new Document("headroom.scrape.yaml", Texts.yaml(Tree.of("scrape_configs", jobs))));
        }
        return new Exported(documents, losses);
    }

    /** Whether Prometheus itself can evaluate a signal's query. */
    private static boolean askable(Spec spec, Signal s) {
        SourceSpec source = spec.sources().get(s.source());
        return source != null && source.type().equals("prometheus");
    }

    /** A signal in its own unit: as its source answers Prometheus, or else as the controller read it. */
    private static String query(Spec spec, Subject w, Signal s) {
        if (askable(spec, s)) {
            return s.query();
        }
        double factor = Subject.delivered(s.unit(), 1);
        return "max(" + Telemetry.SIGNAL.where("workload", w.name(), "signal", s.name()) + ")"
                + (factor == 1 ? "" : " * " + Subject.number(factor));
    }

    /** The signals that say whether a workload keeps its promise, as an expression that is 1 while it does not. */
    static Optional<String> missed(Subject w) {
        Objective o = w.spec().workload().objective();
        Measure kind = o.latency() != null ? Measure.LATENCY : o.deadline() != null ? Measure.AGE : null;
        return w.spec().workload().signals().stream()
                .filter(s -> s.measures() == kind)
                .findFirst()
                .map(s -> selected(w, s.name()) + " > bool "
                        + Subject.number(Subject.delivered(s.unit(), o.limitSeconds())));
    }

    static String selected(Subject w, String signal) {
        return "headroom:signal{workload=\"" + w.name() + "\", signal=\"" + signal + "\"}";
    }

    private static void objectives(Subject w, List<Map<String, Object>> rules) {
        Objective o = w.spec().workload().objective();
        if (o.latency() != null || o.deadline() != null) {
            missed(w)
                    .ifPresentOrElse(
                            bad -> objective(
                                    w, rules, o.latency() != null ? "latency" : "deadline", bad, o.attainment()),
                            () -> w.lost(NOTHING, ""));
        }
        w.spec().workload().signals().stream()
                .filter(s -> s.measures() == Measure.ERRORS)
                .findFirst()
                .ifPresent(s -> objective(
                        w,
                        rules,
                        "errors",
                        selected(w, s.name())
                                + (s.unit().toBase(1) == 1
                                        ? ""
                                        : " * " + Subject.number(s.unit().toBase(1))),
                        o.attainment()));
    }

    private static void objective(
            Subject w, List<Map<String, Object>> rules, String kind, String bad, double attainment) {
        rules.add(record("headroom:missed", bad, w, "objective", kind));
        String selector = "{workload=\"" + w.name() + "\", objective=\"" + kind + "\"}";
        for (String window : WINDOWS) {
            rules.add(record(
                    "headroom:missed:ratio_" + window,
                    "avg_over_time(headroom:missed" + selector + "[" + window + "])",
                    w,
                    "objective",
                    kind));
        }
        double budget = Math.round((1 - attainment) * 1e9) / 1e9;
        for (Pair p : PAIRS) {
            double threshold = p.burn() * budget;
            if (threshold >= 1 || budget <= 0) {
                w.lost(LOOSE, kind + ", " + p.longer());
                continue;
            }
            String limit = Subject.number(Math.round(threshold * 1e9) / 1e9);
            rules.add(Tree.of(
                    "alert",
                    "HeadroomObjectiveBurns",
                    "expr",
                    "headroom:missed:ratio_" + p.longer() + selector + " > " + limit + " and headroom:missed:ratio_"
                            + p.shorter() + selector + " > " + limit,
                    "labels",
                    Tree.of("severity", p.severity(), "workload", w.name(), "objective", kind, "window", p.longer()),
                    "annotations",
                    Tree.of(
                            "summary",
                            w.name() + " spends its error budget " + Subject.number(p.burn()) + " times too fast",
                            "description",
                            "The " + kind + " objective of " + w.name()
                                    + " was missed {{ $value | humanizePercentage }} of the last " + p.longer()
                                    + "; it may be " + Subject.number(budget * 100) + " %.")));
        }
    }

    private static void missing(Spec spec, Subject w, List<Map<String, Object>> rules) {
        for (Signal s : w.spec().workload().signals()) {
            if (askable(spec, s)) {
                rules.add(Tree.of(
                        "alert",
                        "HeadroomSignalMissing",
                        "expr",
                        "absent(" + selected(w, s.name()) + ")",
                        "for",
                        s.maxAge().toSeconds() + "s",
                        "labels",
                        Tree.of("severity", "warning", "workload", w.name(), "signal", s.name()),
                        "annotations",
                        Tree.of(
                                "summary",
                                "the signal " + s.name() + " of " + w.name() + " is missing",
                                "description",
                                "While it is, " + w.name() + " is not scaled in.")));
            }
        }
    }

    private static Map<String, Object> atMaximum(Subject w) {
        return Tree.of(
                "alert",
                "HeadroomAtMaximum",
                "expr",
                desired(w) + " >= " + w.max(),
                "for",
                "15m",
                "labels",
                Tree.of("severity", "warning", "workload", w.name()),
                "annotations",
                Tree.of(
                        "summary",
                        w.name() + " has been at its maximum of " + w.max() + " replicas for 15 minutes",
                        "description",
                        "If it needs more, raise bounds.max."));
    }

    /** Replicas asked for: as the controller decided, or, of what something else scales in Kubernetes, as its objects say. */
    static String desired(Subject w) {
        String decided = "max(" + Telemetry.REPLICAS_DESIRED.where("workload", w.name()) + ")";
        return w.targets("kubernetes") && !w.job() ? "(" + decided + " or on () " + replicas(w) + ")" : decided;
    }

    /** The replicas of a Kubernetes workload, as kube-state-metrics tells them. */
    private static String replicas(Subject w) {
        String kind = w.option("kind", "Deployment").equals("StatefulSet") ? "statefulset" : "deployment";
        return "kube_" + kind + (kind.equals("deployment") ? "_spec_replicas" : "_replicas") + "{namespace=\""
                + w.option("namespace", "default") + "\", " + kind + "=\"" + w.option("name", w.name()) + "\"}";
    }

    private static Map<String, Object> scrape(Subject w) {
        return Tree.of(
                "job_name",
                w.label(),
                "kubernetes_sd_configs",
                List.of(Tree.of(
                        "role", "pod", "namespaces", Tree.of("names", List.of(w.option("namespace", "default"))))),
                "relabel_configs",
                List.of(
                        Tree.of(
                                "source_labels",
                                List.of("__meta_kubernetes_pod_label_app"),
                                "regex",
                                w.option("name", w.name()),
                                "action",
                                "keep"),
                        Tree.of("source_labels", List.of("__meta_kubernetes_pod_name"), "target_label", "pod")));
    }

    private static Map<String, Object> record(String name, String expr, Subject w, String key, String value) {
        return Tree.of("record", name, "expr", expr, "labels", Tree.of("workload", w.name(), key, value));
    }
}
