package dev.headroom.interop;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.spec.BudgetSpec;
import dev.headroom.spec.ForecastSpec;
import dev.headroom.spec.ServiceSpec;
import dev.headroom.spec.Spec;
import dev.headroom.spec.Telemetry;
import dev.headroom.spec.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A dashboard of Grafana over the recording rules of the prometheus format and the metrics of the controller: all tiers
 * together, then each workload; decisions and alerts as annotations.
 */
final class GrafanaExporter implements Exporter {

    private static final Set<Measure> DELAYS = Set.of(Measure.LATENCY, Measure.AGE);
    private static final Set<Measure> WORK = Set.of(Measure.IN_FLIGHT, Measure.BACKLOG);

    @Override
    public String format() {
        return "grafana";
    }

    @Override
    public String summary() {
        return "Grafana: a dashboard over the rules of the prometheus format and the metrics of the controller.";
    }

    @Override
    public List<Coverage> coverage() {
        return List.of(
                new Coverage("workloads", "capacity by tier, cost, and the stages' work and delay, side by side"),
                new Coverage("bounds", "the capacity of each, with its bounds"),
                new Coverage("signals", "a panel each, in the signal's unit; a queue's among them"),
                new Coverage("service.type: queue", "what its workers tell: messages by state and outcome, stages"),
                new Coverage("policies.predict", "the forecast as a band behind its signal"),
                new Coverage("policies, guardrails", "what they decided, as annotations and by direction"),
                new Coverage("objective", "the share missed, its burn rate, and what the controller saw kept"),
                new Coverage("replica.price", "the cost of an hour and of the day"),
                new Coverage("budgets", "the limit and what is used of it"));
    }

    @Override
    public List<Gap> gaps() {
        return List.of();
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        if (workloads.isEmpty()) {
            return new Exported(List.of(), List.of());
        }
        List<Subject> all = workloads.stream().map(Subject::new).toList();
        Panels panels = new Panels();
        together(spec, all, panels);
        all.forEach(w -> workload(w, panels));
        return new Exported(
                List.of(new Document("headroom.dashboard.json", Texts.json(dashboard(all, panels)))), List.of());
    }

    private static void together(Spec spec, List<Subject> all, Panels panels) {
        String among = among(all);
        panels.row("All workloads");
        panels.stacked(
                "Capacity by tier",
                "none",
                List.of(Panels.line(
                        "{{workload}}",
                        "max by (workload) (" + Telemetry.REPLICAS.metric() + "{state=\"ready\", " + among + "})")));
        all.stream()
                .flatMap(w -> price(w).stream())
                .findFirst()
                .ifPresent(price -> panels.stacked(
                        "Cost of an hour",
                        currency(price.currency()),
                        List.of(Panels.line(
                                "{{workload}}",
                                "max by (workload) (" + Telemetry.COST.metric() + "{" + among + "})"))));
        budget(spec, "hour", "Budget of an hour", panels);
        budget(spec, "day", "Budget of the day", panels);
        budget(spec, "month", "Budget of the month", panels);
        stages(all, "Stages: work waiting or in progress", "none", WORK, panels);
        stages(all, "Stages: delay", "s", DELAYS, panels);
        panels.add(
                "Stages: share of what was decided that is ready",
                "percentunit",
                List.of(Panels.line(
                        "{{workload}}",
                        "max by (workload) (" + Telemetry.REPLICAS.metric() + "{state=\"ready\", " + among
                                + "}) / max by (workload) (" + Telemetry.REPLICAS_DESIRED.metric() + "{" + among
                                + "})")));
    }

    /** One line for each workload that has a signal of such a meaning, in base units. */
    private static void stages(List<Subject> all, String title, String unit, Set<Measure> meanings, Panels panels) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Subject w : all) {
            w.spec().workload().signals().stream()
                    .filter(s -> meanings.contains(s.measures()))
                    .findFirst()
                    .ifPresent(s -> lines.add(Panels.line(
                            w.name(),
                            PrometheusExporter.selected(w, s.name()) + times(1 / Subject.delivered(s.unit(), 1)))));
        }
        if (!lines.isEmpty()) {
            panels.add(title, unit, lines);
        }
    }

    private static void budget(Spec spec, String period, String title, Panels panels) {
        boolean limited = spec.budgets().stream()
                .map(BudgetSpec::budget)
                .anyMatch(b -> Double.isFinite(
                        switch (period) {
                            case "hour" -> b.hourly();
                            case "day" -> b.daily();
                            default -> b.monthly();
                        }));
        if (limited) {
            panels.add(
                    title,
                    currency(spec.budgets().getFirst().budget().currency()),
                    List.of(
                            Panels.line(
                                    "{{budget}}",
                                    "max by (budget) (" + Telemetry.BUDGET_SPENT.where("period", period) + ")"),
                            Panels.line(
                                    "{{budget}}, limit",
                                    "max by (budget) (" + Telemetry.BUDGET_LIMIT.where("period", period) + ")")));
        }
    }

    private static void workload(Subject w, Panels panels) {
        panels.row(w.name());
        String name = w.name();
        panels.add(
                "Capacity",
                "none",
                List.of(
                        Panels.line("{{state}}", "max by (state) (" + Telemetry.REPLICAS.where("workload", name) + ")"),
                        Panels.line("asked for", PrometheusExporter.desired(w)),
                        Panels.line("least", "vector(" + w.min() + ")"),
                        Panels.line("most", "vector(" + w.max() + ")")));
        Set<String> forecast =
                w.spec().forecasts().stream().map(ForecastSpec::signal).collect(Collectors.toSet());
        for (Signal s : w.spec().workload().signals()) {
            List<Map<String, Object>> lines = new ArrayList<>();
            lines.add(Panels.line(s.name(), PrometheusExporter.selected(w, s.name())));
            if (forecast.contains(s.name())) {
                lines.add(expected(w, s, Panels.LOW, "0.05"));
                lines.add(expected(w, s, "forecast", "0.5"));
                lines.add(expected(w, s, Panels.HIGH, "0.95"));
            }
            panels.add(title(s), unit(s), lines);
        }
        panels.add(
                "Decisions in five minutes",
                "none",
                List.of(Panels.line(
                        "{{direction}}",
                        "sum by (direction) (increase(" + Telemetry.DECISIONS.where("workload", name) + "[5m]))")));
        if (w.spec().service() instanceof ServiceSpec.Queue) {
            Workers.panels(w, panels);
        }
        objective(w, panels);
        price(w).ifPresent(price -> panels.add(
                "Cost",
                currency(price.currency()),
                List.of(
                        Panels.line("of an hour", "max(" + Telemetry.COST.where("workload", name) + ")"),
                        Panels.line(
                                "of the day so far", "max(" + Telemetry.COST_TODAY.where("workload", name) + ")"))));
    }

    private static Map<String, Object> expected(Subject w, Signal s, String legend, String probability) {
        String query = "max("
                + Telemetry.FORECAST.where("workload", w.name(), "signal", s.name(), "probability", probability) + ")";
        return Panels.line(legend, query + times(Subject.delivered(s.unit(), 1)));
    }

    private static void objective(Subject w, Panels panels) {
        Objective o = w.spec().workload().objective();
        if (PrometheusExporter.missed(w).isEmpty()) {
            return;
        }
        String selector =
                "{workload=\"" + w.name() + "\", objective=\"" + (o.latency() != null ? "latency" : "deadline") + "\"}";
        String budget = Subject.number(Math.round((1 - o.attainment()) * 1e9) / 1e9);
        panels.add(
                "Objective: share missed",
                "percentunit",
                List.of(
                        Panels.line("last hour", "headroom:missed:ratio_1h" + selector),
                        Panels.line("last day", "headroom:missed:ratio_1d" + selector),
                        Panels.line(
                                "last day, by the controller",
                                "1 - max(" + Telemetry.ATTAINMENT.where("workload", w.name()) + ")"),
                        Panels.line("allowed", "vector(" + budget + ")")));
        panels.add(
                "Error budget: times too fast",
                "none",
                List.of(
                        Panels.line("5 min", "headroom:missed:ratio_5m" + selector + " / " + budget),
                        Panels.line("1 h", "headroom:missed:ratio_1h" + selector + " / " + budget),
                        Panels.line("6 h", "headroom:missed:ratio_6h" + selector + " / " + budget)));
    }

    private static Map<String, Object> dashboard(List<Subject> all, Panels panels) {
        return Tree.of(
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
                "annotations",
                Tree.of(
                        "list",
                        List.of(
                                annotation(
                                        "Decisions",
                                        "blue",
                                        "sum by (workload, direction) (increase(" + Telemetry.DECISIONS.metric()
                                                + "{direction!=\"hold\", " + among(all) + "}[1m])) > 0",
                                        "{{workload}} {{direction}}"),
                                annotation(
                                        "Alerts",
                                        "red",
                                        "max by (alertname, workload) (ALERTS{alertname=~\"Headroom.*\","
                                                + " alertstate=\"firing\"})",
                                        "{{alertname}} {{workload}}"))),
                "panels",
                panels.all());
    }

    private static Map<String, Object> annotation(String name, String colour, String query, String title) {
        return Tree.of(
                "name",
                name,
                "datasource",
                Panels.source(),
                "enable",
                true,
                "iconColor",
                colour,
                "expr",
                query,
                "step",
                "60s",
                "titleFormat",
                title,
                "textFormat",
                "");
    }

    /** A matcher of the workloads on the dashboard. */
    private static String among(List<Subject> all) {
        return "workload=~\""
                + all.stream()
                        .map(w -> w.name().replaceAll("[^A-Za-z0-9_-]", "\\\\\\\\$0"))
                        .collect(Collectors.joining("|"))
                + "\"";
    }

    private static Optional<Money> price(Subject w) {
        return Optional.ofNullable(w.spec().workload().replica().price());
    }

    private static String currency(String code) {
        return Set.of("USD", "EUR", "JPY", "GBP").contains(code) ? "currency" + code : "none";
    }

    private static String times(double factor) {
        return factor == 1 ? "" : " * " + Subject.number(factor);
    }

    private static String title(Signal s) {
        return switch (s.measures()) {
            case BACKLOG -> "Queue: " + s.name();
            case AGE -> "Queue: " + s.name() + " of the oldest item";
            default -> s.name();
        };
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
}
