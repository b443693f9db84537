package dev.headroom.interop;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A dashboard of Grafana over the recording rules of the prometheus format: capacity, signals, objective and its burn rate. */
final class GrafanaExporter implements Exporter {

    private static final Gap SOURCE = new Gap(
            "signals",
            "Prometheus cannot ask the signal's source, so there is nothing to draw",
            "its panel is left out");
    private static final Gap REPLICAS = new Gap(
            "target", "replicas of this kind of target are not in Prometheus", "the panel of the capacity is left out");

    private static final int WIDTH = 8;
    private static final int HEIGHT = 7;
    private static final int ROW = 24;

    @Override
    public String format() {
        return "grafana";
    }

    @Override
    public String summary() {
        return "Grafana: a dashboard over the rules of the prometheus format.";
    }

    @Override
    public List<Coverage> coverage() {
        return List.of(
                new Coverage("target", "the replicas of Kubernetes workloads, with the bounds"),
                new Coverage("signals", "a panel each, in the signal's unit"),
                new Coverage("objective", "the share missed and its burn rate"));
    }

    @Override
    public List<Gap> gaps() {
        return List.of(SOURCE, REPLICAS);
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        List<Loss> losses = new ArrayList<>();
        Panels panels = new Panels();
        for (WorkloadSpec one : workloads) {
            Subject w = new Subject(one, losses);
            panels.row(w.name());
            if (w.targets("kubernetes")) {
                panels.add(
                        "Capacity",
                        "none",
                        List.of(
                                target("replicas", PrometheusExporter.replicas(w)),
                                target("least", "vector(" + w.min() + ")"),
                                target("most", "vector(" + w.max() + ")")));
            } else {
                w.lost(REPLICAS, one.target().type());
            }
            for (Signal s : one.workload().signals()) {
                if (PrometheusExporter.askable(spec, s)) {
                    panels.add(
                            s.name(),
                            unit(s),
                            List.of(target(
                                    s.name(),
                                    "headroom:signal{workload=\"" + w.name() + "\", signal=\"" + s.name() + "\"}")));
                } else {
                    w.lost(SOURCE, s.name());
                }
            }
            objective(spec, w, panels);
        }
        Map<String, Object> dashboard = Tree.of(
                "title",
                "Headroom",
                "uid",
                "headroom",
                "tags",
                List.of("headroom"),
                "schemaVersion",
                39,
                "editable",
                true,
                "refresh",
                "30s",
                "time",
                Tree.of("from", "now-24h", "to", "now"),
                "templating",
                Tree.of(
                        "list",
                        List.of(Tree.of(
                                "name",
                                "datasource",
                                "type",
                                "datasource",
                                "query",
                                "prometheus",
                                "label",
                                "Prometheus"))),
                "panels",
                panels.all);
        return new Exported(
                panels.drawn == 0 ? List.of() : List.of(new Document("headroom.dashboard.json", Texts.json(dashboard))),
                losses);
    }

    private static void objective(Spec spec, Subject w, Panels panels) {
        Objective o = w.spec().workload().objective();
        if (PrometheusExporter.missed(spec, w).isEmpty()) {
            return;
        }
        String selector =
                "{workload=\"" + w.name() + "\", objective=\"" + (o.latency() != null ? "latency" : "deadline") + "\"}";
        String budget = Subject.number(Math.round((1 - o.attainment()) * 1e9) / 1e9);
        panels.add(
                "Objective: share missed",
                "percentunit",
                List.of(
                        target("last hour", "headroom:missed:ratio_1h" + selector),
                        target("last day", "headroom:missed:ratio_1d" + selector),
                        target("allowed", "vector(" + budget + ")")));
        panels.add(
                "Error budget: times too fast",
                "none",
                List.of(
                        target("5 min", "headroom:missed:ratio_5m" + selector + " / " + budget),
                        target("1 h", "headroom:missed:ratio_1h" + selector + " / " + budget),
                        target("6 h", "headroom:missed:ratio_6h" + selector + " / " + budget)));
    }

    private static Map<String, Object> target(String legend, String query) {
        return Tree.of("expr", query, "legendFormat", legend, "datasource", source());
    }

    private static Map<String, Object> source() {
        return Tree.of("type", "prometheus", "uid", "${datasource}");
    }

    private static String unit(Signal s) {
        if (s.measures() == Measure.RATE) {
            return s.unit() == Unit.PER_MINUTE ? "cpm" : "reqps";
        }
        return switch (s.unit()) {
            case RATIO -> "percentunit";
            case PERCENT -> "percent";
            case SECONDS -> "s";
            case MILLISECONDS -> "ms";
            case BYTES -> "bytes";
            default -> "none";
        };
    }

    /** The panels, laid out from left to right. */
    private static final class Panels {
        private final List<Map<String, Object>> all = new ArrayList<>();
        private int x;
        private int y;
        private int drawn;

        void row(String title) {
            if (x > 0) {
                y += HEIGHT;
                x = 0;
            }
            all.add(Tree.of(
                    "id",
                    all.size() + 1,
                    "type",
                    "row",
                    "title",
                    title,
                    "gridPos",
                    Tree.of("x", 0, "y", y, "w", ROW, "h", 1)));
            y += 1;
        }

        void add(String title, String unit, List<Map<String, Object>> targets) {
            List<Map<String, Object>> lettered = new ArrayList<>();
            for (Map<String, Object> t : targets) {
                Map<String, Object> one = Tree.of("refId", String.valueOf((char) ('A' + lettered.size())));
                one.putAll(t);
                lettered.add(one);
            }
            all.add(Tree.of(
                    "id",
                    all.size() + 1,
                    "type",
                    "timeseries",
                    "title",
                    title,
                    "datasource",
                    source(),
                    "gridPos",
                    Tree.of("x", x, "y", y, "w", WIDTH, "h", HEIGHT),
                    "fieldConfig",
                    Tree.of("defaults", Tree.of("unit", unit, "min", 0), "overrides", List.of()),
                    "options",
                    Tree.of(
                            "legend",
                            Tree.of("displayMode", "list", "placement", "bottom"),
                            "tooltip",
                            Tree.of("mode", "multi")),
                    "targets",
                    lettered));
            drawn++;
            x += WIDTH;
            if (x >= ROW) {
                x = 0;
                y += HEIGHT;
            }
        }
    }
}
