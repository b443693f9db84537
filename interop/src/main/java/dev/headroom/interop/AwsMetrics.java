package dev.headroom.interop;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.spec.SourceSpec;
import dev.headroom.spec.Spec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signals as metrics of CloudWatch. */
final class AwsMetrics {

    /** Where signals are expected that no service of AWS publishes. */
    static final String NAMESPACE = "Headroom";

    private AwsMetrics() {}

    /**
     * A metric of CloudWatch.
     *
     * @param statistic such as Average
     * @param scale by which base units are multiplied to get the metric's
     */
    record Metric(String namespace, String name, Map<String, Object> dimensions, String statistic, double scale) {

        /** Its dimensions as a list of names and values. */
        List<Map<String, Object>> pairs() {
            return dimensions.entrySet().stream()
                    .map(e -> Tree.of("Name", e.getKey(), "Value", e.getValue()))
                    .toList();
        }

        /** As the metric of a query. */
        Map<String, Object> tree() {
            return Tree.of(
                    "Namespace", namespace, "MetricName", name, "Dimensions", dimensions.isEmpty() ? null : pairs());
        }
    }

    /** The group's own metric dimensions: its Auto Scaling group, or its ECS service. */
    static Map<String, Object> dimensions(Subject w, Object group) {
        return w.targets("aws-ecs")
                ? Tree.of("ClusterName", w.option("cluster", "default"), "ServiceName", w.option("name", w.name()))
                : Tree.of("AutoScalingGroupName", group);
    }

    /** The replicas that are in service. */
    static Metric replicas(Subject w, Object group) {
        return w.targets("aws-ecs")
                ? new Metric("ECS/ContainerInsights", "RunningTaskCount", dimensions(w, group), "Average", 1)
                : new Metric("AWS/AutoScaling", "GroupInServiceInstances", dimensions(w, group), "Average", 1);
    }

    private static final Pattern TABLE = Pattern.compile("table/([^/]+)");

    /** What there is and what is asked for, for a dashboard; none where no metric of AWS tells it. */
    static List<Metric> capacity(Subject w, Object group) {
        if (w.targets("aws-ecs")) {
            Metric desired =
                    new Metric("ECS/ContainerInsights", "DesiredTaskCount", dimensions(w, group), "Average", 1);
            return List.of(replicas(w, group), desired);
        }
        if (!w.targets("aws-scalable-target")) {
            Metric desired = new Metric("AWS/AutoScaling", "GroupDesiredCapacity", dimensions(w, group), "Average", 1);
            return List.of(replicas(w, group), desired);
        }
        return table(w, "Provisioned", "Average").stream().toList();
    }

    /** What a dashboard shows of a signal. */
    static Metric shown(Spec spec, Subject w, Signal s, Object group) {
        return s.measures() == Measure.UTILISATION
                ? table(w, "Consumed", "Sum").orElseGet(() -> of(spec, w, s, group))
                : of(spec, w, s, group);
    }

    /** The units of a table of DynamoDB that is scaled. */
    private static Optional<Metric> table(Subject w, String which, String statistic) {
        Matcher table = TABLE.matcher(w.option("resource", ""));
        String dimension = w.option("dimension", "");
        if (!w.targets("aws-scalable-target") || !dimension.startsWith("dynamodb:table:") || !table.matches()) {
            return Optional.empty();
        }
        String units = dimension.substring("dynamodb:table:".length());
        return Optional.of(
                new Metric("AWS/DynamoDB", which + units, Tree.of("TableName", table.group(1)), statistic, 1));
    }

    /** The metric that stands for a signal. */
    static Metric of(Spec spec, Subject w, Signal s, Object group) {
        boolean machines = !w.targets("aws-scalable-target");
        if (machines && s.measures() == Measure.UTILISATION) {
            return new Metric(
                    w.targets("aws-ecs") ? "AWS/ECS" : "AWS/EC2",
                    "CPUUtilization",
                    dimensions(w, group),
                    "Average",
                    100);
        }
        if (machines && s.measures() == Measure.MEMORY) {
            return w.targets("aws-ecs")
                    ? new Metric("AWS/ECS", "MemoryUtilization", dimensions(w, group), "Average", 100)
                    : new Metric("CWAgent", "mem_used_percent", dimensions(w, group), "Average", 100);
        }
        SourceSpec source = spec.sources().get(s.source());
        if (source != null && source.type().equals("sqs")) {
            if (s.measures() == Measure.RATE) {
                // Messages of a period of a minute, where the signal is a rate in each second.
                return new Metric("AWS/SQS", "NumberOfMessagesSent", Tree.of("QueueName", queue(source)), "Sum", 60);
            }
            String name = s.measures() == Measure.AGE
                    ? "ApproximateAgeOfOldestMessage"
                    : "ApproximateNumberOfMessagesVisible";
            return new Metric(
                    "AWS/SQS",
                    name,
                    Tree.of("QueueName", queue(source)),
                    s.measures() == Measure.AGE ? "Maximum" : "Sum",
                    1);
        }
        return new Metric(
                NAMESPACE, Subject.metric(s), Tree.of("Workload", w.name()), "Average", Subject.delivered(s.unit(), 1));
    }

    /** The name of a queue: the end of its address. */
    static String queue(SourceSpec source) {
        String url = String.valueOf(source.options().get("queue-url"));
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
