package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Graphs and alarms of CloudWatch are on metrics that exist. There is no CloudWatch to ask here; this is the table of what the
 * services publish, by their documentation, with the dimensions it is published under.
 */
class CloudWatchMetricsTest {

    private static final String GROUP = " AutoScalingGroupName";
    private static final String SERVICE = " ClusterName ServiceName";

    private static final Map<String, Set<String>> PUBLISHED = Map.of(
            "AWS/SQS",
            Set.of(
                    "ApproximateNumberOfMessagesVisible QueueName",
                    "ApproximateAgeOfOldestMessage QueueName",
                    "NumberOfMessagesSent QueueName",
                    "NumberOfMessagesDeleted QueueName"),
            "AWS/EC2",
            Set.of("CPUUtilization" + GROUP),
            "CWAgent",
            Set.of("mem_used_percent" + GROUP),
            "AWS/AutoScaling",
            Set.of("GroupInServiceInstances" + GROUP, "GroupDesiredCapacity" + GROUP),
            "AWS/ECS",
            Set.of("CPUUtilization" + SERVICE, "MemoryUtilization" + SERVICE),
            "ECS/ContainerInsights",
            Set.of("RunningTaskCount" + SERVICE, "DesiredTaskCount" + SERVICE),
            "AWS/DynamoDB",
            Set.of(
                    "ProvisionedReadCapacityUnits TableName",
                    "ConsumedReadCapacityUnits TableName",
                    "ProvisionedWriteCapacityUnits TableName",
                    "ConsumedWriteCapacityUnits TableName"));

    @Test
    void everyMetricIsPublished() {
        Set<String> seen = new TreeSet<>();
        for (var file : Examples.files()) {
            var spec = Examples.read(file);
            Examples.export("cloudwatch", spec).documents().forEach(d -> collect(Schemas.tree(d.text()), seen));
            Examples.export("cloudformation-json", spec).documents().forEach(d -> {
                JsonNode template = Schemas.tree(d.text());
                collect(template, seen);
                template.findValues("DashboardBody").forEach(b -> collect(Schemas.tree(b.asText()), seen));
            });
        }
        assertThat(seen).hasSizeGreaterThan(12).allSatisfy(metric -> {
            String namespace = metric.substring(0, metric.indexOf('|'));
            String name = metric.substring(metric.indexOf('|') + 1);
            if (namespace.equals(AwsMetrics.NAMESPACE)) {
                assertThat(name).endsWith(" Workload");
            } else {
                assertThat(PUBLISHED.get(namespace)).as(metric).isNotNull().contains(name);
            }
        });
    }

    /** Metrics of alarms and policies, and the lines of graphs. */
    private static void collect(JsonNode node, Set<String> seen) {
        if (node.has("Namespace") && node.has("MetricName")) {
            Set<String> dimensions = new TreeSet<>();
            node.path("Dimensions").forEach(d -> dimensions.add(d.get("Name").asText()));
            seen.add(node.get("Namespace").asText() + "|"
                    + node.get("MetricName").asText() + " " + String.join(" ", dimensions));
        }
        if (node.has("view")) {
            for (JsonNode line : node.path("metrics")) {
                Set<String> dimensions = new TreeSet<>();
                for (int i = 2; i + 1 < line.size(); i += 2) {
                    dimensions.add(line.get(i).asText());
                }
                seen.add(line.get(0).asText() + "|" + line.get(1).asText() + " " + String.join(" ", dimensions));
            }
        }
        node.forEach(child -> collect(child, seen));
    }
}
