package dev.headroom.interop;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.spec.SourceSpec;
import dev.headroom.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The alarms and the dashboard of a workload in CloudWatch. */
final class AwsAlarms {

    private static final int FIVE_MINUTES = 300;

    private AwsAlarms() {}

    /** An alarm and its logical name. */
    record Alarm(String id, Map<String, Object> properties) {}

    /** The alarms that fit what is known of a workload. */
    static List<Alarm> of(Spec spec, Subject w, Object group, @Nullable Object topic) {
        List<Alarm> out = new ArrayList<>();
        for (Signal s : w.spec().workload().signals()) {
            AwsMetrics.Metric m = AwsMetrics.of(spec, w, s, group);
            if (s.measures() == Measure.BACKLOG) {
                out.add(alarm(
                        w,
                        AwsStack.id(s.name(), "QueueDepth"),
                        "more than 1 000 items wait",
                        m,
                        ">",
                        1000,
                        2,
                        FIVE_MINUTES,
                        topic));
                SourceSpec source = spec.sources().get(s.source());
                if (source != null && source.type().equals("sqs")) {
                    String queue = AwsMetrics.queue(source);
                    out.add(alarm(
                            w,
                            AwsStack.id(s.name(), "Throughput"),
                            "fewer than 200 items are done in an hour",
                            new AwsMetrics.Metric(
                                    "AWS/SQS", "NumberOfMessagesDeleted", Tree.of("QueueName", queue), "Sum", 1),
                            "<",
                            200,
                            1,
                            3600,
                            topic));
                    out.add(alarm(
                            w,
                            AwsStack.id(s.name(), "DeadLetters"),
                            "more than 10 dead letters lie in the queue beside it",
                            new AwsMetrics.Metric(
                                    "AWS/SQS",
                                    "ApproximateNumberOfMessagesVisible",
                                    Tree.of("QueueName", queue + "-dead-letters"),
                                    "Maximum",
                                    1),
                            ">",
                            10,
                            1,
                            FIVE_MINUTES,
                            topic));
                }
            }
        }
        AwsMetrics.Metric cpu = new AwsMetrics.Metric(
                w.targets("aws-ecs") ? "AWS/ECS" : "AWS/EC2",
                "CPUUtilization",
                AwsMetrics.dimensions(w, group),
                "Average",
                1);
        out.add(alarm(w, "Cpu", "the processors are busier than 85 %", cpu, ">", 85, 3, FIVE_MINUTES, topic));
        AwsMetrics.Metric memory = w.targets("aws-ecs")
                ? new AwsMetrics.Metric("AWS/ECS", "MemoryUtilization", AwsMetrics.dimensions(w, group), "Average", 1)
                : new AwsMetrics.Metric("CWAgent", "mem_used_percent", AwsMetrics.dimensions(w, group), "Average", 1);
        out.add(alarm(w, "Memory", "more than 80 % of the memory is used", memory, ">", 80, 3, FIVE_MINUTES, topic));
        if (w.min() > 0) {
            out.add(alarm(
                    w, "InService", "no replica is in service", AwsMetrics.replicas(w, group), "<", 1, 1, 60, topic));
        }
        return out;
    }

    private static Alarm alarm(
            Subject w,
            String name,
            String what,
            AwsMetrics.Metric m,
            String sign,
            double threshold,
            int periods,
            int period,
            @Nullable Object topic) {
        return new Alarm(
                AwsStack.id(w.name(), name, "Alarm"),
                Tree.of(
                        "AlarmDescription",
                        w.name() + ": " + what,
                        "Namespace",
                        m.namespace(),
                        "MetricName",
                        m.name(),
                        "Dimensions",
                        m.pairs(),
                        "Statistic",
                        m.statistic(),
                        "Period",
                        period,
                        "EvaluationPeriods",
                        periods,
                        "Threshold",
                        AwsScaling.plain(threshold),
                        "ComparisonOperator",
                        sign.equals(">") ? "GreaterThanThreshold" : "LessThanThreshold",
                        "TreatMissingData",
                        name.equals("InService") ? "breaching" : "missing",
                        "AlarmActions",
                        topic == null ? null : List.of(topic)));
    }

    /** A dashboard: capacity, then each signal. */
    static Map<String, Object> dashboard(Spec spec, List<Subject> all, List<String> groups, String region) {
        List<Map<String, Object>> widgets = new ArrayList<>();
        int y = 0;
        for (int i = 0; i < all.size(); i++) {
            Subject w = all.get(i);
            String group = groups.get(i);
            List<AwsMetrics.Metric> capacity = AwsMetrics.capacity(w, group);
            if (capacity.isEmpty()) {
                continue;
            }
            widgets.add(Tree.of(
                    "type",
                    "text",
                    "x",
                    0,
                    "y",
                    y,
                    "width",
                    24,
                    "height",
                    1,
                    "properties",
                    Tree.of("markdown", "## " + w.name())));
            y += 1;
            int x = 0;
            widgets.add(widget("Capacity", capacity, x, y, region));
            for (Signal s : w.spec().workload().signals()) {
                x += 8;
                if (x >= 24) {
                    x = 0;
                    y += 6;
                }
                widgets.add(widget(s.name(), List.of(AwsMetrics.shown(spec, w, s, group)), x, y, region));
            }
            y += 6;
        }
        return Tree.of("widgets", widgets);
    }

    private static Map<String, Object> widget(
            String title, List<AwsMetrics.Metric> metrics, int x, int y, String region) {
        List<List<Object>> lines = new ArrayList<>();
        for (AwsMetrics.Metric m : metrics) {
            List<Object> line = new ArrayList<>(List.of(m.namespace(), m.name()));
            m.dimensions().forEach((k, v) -> {
                line.add(k);
                line.add(v);
            });
            line.add(Tree.of("stat", m.statistic()));
            lines.add(line);
        }
        return Tree.of(
                "type",
                "metric",
                "x",
                x,
                "y",
                y,
                "width",
                8,
                "height",
                6,
                "properties",
                Tree.of("title", title, "view", "timeSeries", "region", region, "period", 60, "metrics", lines));
    }
}
