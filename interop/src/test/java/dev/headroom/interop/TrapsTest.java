package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong when they write for these systems by hand. */
class TrapsTest {

    private static final String SPEC = """
            apiVersion: headroom/v1
            timezone: Asia/Tokyo
            sources: { files: { type: sqs, queue-url: "https://sqs.ap-northeast-1.amazonaws.com/1/files" } }
            workloads:
              group:
                target: { type: aws-asg, name: group }
                bounds: { min: 2, max: 50 }
                signals: { backlog: { source: files }, cpu: { unit: percent } }
                policies:
                  - target: { signal: cpu, average: 70% }
                  - backlog: { signal: backlog, per-replica: 100 }
                  - backlog: { signal: backlog, per-replica: 50 }
                  - schedule: { name: prime time, cron: "30 17 * * *", min: 20 }
                guardrails: { cooldown: { up: 60s, down: 300s } }
              service:
                target: { type: aws-ecs, cluster: chat, name: service }
                bounds: { min: 2, max: 50 }
                signals: { backlog: { source: files }, cpu: { unit: percent } }
                policies:
                  - target: { signal: cpu, average: 70% }
                  - backlog: { signal: backlog, per-replica: 100 }
                  - step: { signal: cpu, above: { 60%: +1, 75%: +3, 90%: +5 }, below: { 40%: -1, 25%: -2 } }
                  - schedule: { name: prime time, cron: "30 17 * * *", min: 20 }
                guardrails: { cooldown: { up: 60s, down: 300s } }
            """;

    private static JsonNode resources() {
        return Schemas.tree(Examples.export("cloudformation", SPEC)
                        .documents()
                        .getFirst()
                        .text())
                .get("Resources");
    }

    private static List<JsonNode> ofType(String type) {
        return resources().properties().stream()
                .map(e -> e.getValue())
                .filter(r -> r.get("Type").asText().equals(type))
                .map(r -> r.get("Properties"))
                .toList();
    }

    @Test
    void targetTrackingOfAGroupHasNoCooldown() {
        List<JsonNode> policies = ofType("AWS::AutoScaling::ScalingPolicy");
        assertThat(policies).hasSize(3).allSatisfy(p -> {
            assertThat(p.findValues("Cooldown")).isEmpty();
            assertThat(p.findValues("ScaleInCooldown")).isEmpty();
        });
        assertThat(Examples.export("cloudformation", SPEC).losses())
                .anySatisfy(l -> assertThat(l.render()).startsWith("group: guardrails.cooldown.down"));
        JsonNode service = resources().at("/ServiceCpuTarget/Properties/TargetTrackingScalingPolicyConfiguration");
        assertThat(service.get("ScaleInCooldown").asInt()).isEqualTo(300);
        assertThat(service.get("ScaleOutCooldown").asInt()).isEqualTo(60);
    }

    @Test
    void aQueueIsTrackedPerReplicaNeverRaw() {
        for (String id : List.of("GroupBacklogTarget", "GroupBacklogTarget2", "ServiceBacklogTarget")) {
            JsonNode metric = resources().get(id).findValue("CustomizedMetricSpecification");
            assertThat(metric.has("MetricName")).as(id).isFalse();
            assertThat(metric.at("/Metrics/2/Expression").asText()).isEqualTo("total / replicas");
            assertThat(metric.at("/Metrics/2/ReturnData").asBoolean()).isTrue();
            assertThat(metric.at("/Metrics/0/ReturnData").asBoolean(true)).isFalse();
        }
    }

    @Test
    void whatApplicationAutoScalingScalesIsRegistered() {
        JsonNode all = resources();
        List<JsonNode> policies = ofType("AWS::ApplicationAutoScaling::ScalingPolicy");
        assertThat(policies).hasSize(4).allSatisfy(p -> {
            String target = p.at("/ScalingTargetId/Ref").asText();
            assertThat(all.at("/" + target + "/Type").asText())
                    .isEqualTo("AWS::ApplicationAutoScaling::ScalableTarget");
        });
        assertThat(all.at("/Service/Properties/ResourceId").asText()).isEqualTo("service/chat/service");
    }

    @Test
    void stepsAreRelativeToTheThreshold() {
        JsonNode up = resources().at("/ServiceCpuAbove/Properties/StepScalingPolicyConfiguration/StepAdjustments");
        assertThat(resources().at("/ServiceCpuAboveAlarm/Properties/Threshold").asInt())
                .isEqualTo(60);
        assertThat(up)
                .extracting(s -> s.path("MetricIntervalLowerBound").asInt(-1))
                .containsExactly(0, 15, 30);
        assertThat(up)
                .extracting(s -> s.path("MetricIntervalUpperBound").asInt(-1))
                .containsExactly(15, 30, -1);
        assertThat(up).extracting(s -> s.get("ScalingAdjustment").asInt()).containsExactly(1, 3, 5);
        JsonNode down = resources().at("/ServiceCpuBelow/Properties/StepScalingPolicyConfiguration/StepAdjustments");
        assertThat(resources().at("/ServiceCpuBelowAlarm/Properties/Threshold").asInt())
                .isEqualTo(40);
        assertThat(down)
                .extracting(s -> s.path("MetricIntervalLowerBound").asInt(1) + " "
                        + s.path("MetricIntervalUpperBound").asInt(1) + " "
                        + s.get("ScalingAdjustment").asInt())
                .containsExactlyInAnyOrder("-15 0 -1", "1 -15 -2");
    }

    @Test
    void timesStayInTheirZone() {
        JsonNode action = resources().at("/Service/Properties/ScheduledActions/0");
        assertThat(action.get("Schedule").asText()).isEqualTo("cron(30 17 * * ? *)");
        assertThat(action.get("Timezone").asText()).isEqualTo("Asia/Tokyo");
        JsonNode group = ofType("AWS::AutoScaling::ScheduledAction").getFirst();
        assertThat(group.get("Recurrence").asText()).isEqualTo("30 17 * * *");
        assertThat(group.get("TimeZone").asText()).isEqualTo("Asia/Tokyo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 17 * * *     | cron(30 17 * * ? *)",
                "0 9 * * 1-5     | cron(0 9 ? * 2-6 *)",
                "0 9 * * 0,6     | cron(0 9 ? * 1,7 *)",
                "0 9 * * 7       | cron(0 9 ? * 1 *)",
                "0 9 * * mon-fri | cron(0 9 ? * MON-FRI *)",
                "0 9 1 * *       | cron(0 9 1 * ? *)"
            })
    void fiveFieldsBecomeSixOfAws(String five, String six) {
        assertThat(AwsSchedules.sixFields(five)).isEqualTo(six);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 17 * * *   | -30 | 0 17 * * *",
                "15 0 * * 1    | -30 | 45 23 * * SUN",
                "0 23 * * 5,6  | 120 | 0 1 * * SAT,SUN",
                "0 0 1 * *     | -30 | ''",
                "*/5 8 * * *   | 10  | ''",
                "*/5 8 * * *   | 0   | */5 8 * * *"
            })
    void cronsAreMovedOrRefused(String cron, int minutes, String moved) {
        assertThat(Crons.moved(cron, Duration.ofMinutes(minutes))).isEqualTo(moved);
    }

    @Test
    void whatEndsInPrimeTimeGoesBackToPrimeTime() {
        String spec = """
                apiVersion: headroom/v1
                timezone: Asia/Tokyo
                workloads:
                  chat:
                    target: { type: aws-ecs, cluster: chat, name: chat }
                    bounds: { min: 2, max: 200 }
                    signals: { cpu: { unit: percent } }
                    policies:
                      - target: { signal: cpu, average: 70% }
                      - schedule:
                          - { name: prime time, cron: "30 17 * * *", min: 50 }
                          - { name: night, cron: "30 23 * * *", min: 10 }
                          - { name: release, at: 2026-01-15T19:00, for: 4h, min: 100 }
                          - { name: gala, at: 2026-01-16T19:00, for: 6h, min: 100 }
                """;
        Exported exported = Examples.export("cloudformation", spec);
        JsonNode actions =
                Schemas.tree(exported.documents().getFirst().text()).at("/Resources/Chat/Properties/ScheduledActions");
        assertThat(actions.get(3).get("Schedule").asText()).isEqualTo("at(2026-01-15T23:00:00)");
        assertThat(actions.get(3).at("/ScalableTargetAction/MinCapacity").asInt())
                .isEqualTo(50);
        assertThat(actions.get(5).at("/ScalableTargetAction/MinCapacity").asInt())
                .isEqualTo(10);
        assertThat(exported.losses())
                .filteredOn(l -> l.gap().equals(AwsScaling.OVERLAP))
                .extracting(Loss::detail)
                .containsExactly("night during gala");
    }
}
