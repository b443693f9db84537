package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates with short and long functions, and what the command line of AWS prints. */
class AwsImportersTest {

    private static Imported imported(String format, String... texts) {
        return Examples.importer(format)
                .read(Arrays.stream(texts).map(t -> new Document("file", t)).toList());
    }

    private static WorkloadSpec only(Imported imported) {
        Spec spec = SpecReader.read("imported", imported.spec(Map.of())).orThrow();
        assertThat(spec.workloads()).hasSize(1);
        return spec.workloads().values().iterator().next();
    }

    private static <P> P policy(WorkloadSpec w, int index, Class<P> kind) {
        return kind.cast(w.workload().policies().get(index).policy());
    }

    private static final String SHORT = """
            Parameters:
              Least: { Type: Number, Default: 3 }
            Mappings: { Sizes: { prod: { most: 40 } } }
            Resources:
              Group:
                Type: AWS::AutoScaling::AutoScalingGroup
                Properties:
                  AutoScalingGroupName: !Sub "${AWS::StackName}-web"
                  MinSize: !Ref Least
                  MaxSize: !FindInMap [ Sizes, prod, most ]
                  DefaultInstanceWarmup: 90
              Track:
                Type: AWS::AutoScaling::ScalingPolicy
                Properties:
                  AutoScalingGroupName: !Ref Group
                  PolicyType: TargetTrackingScaling
                  TargetTrackingConfiguration:
                    TargetValue: 55.5
                    PredefinedMetricSpecification: { PredefinedMetricType: ASGAverageCPUUtilization }
              Steps:
                Type: AWS::AutoScaling::ScalingPolicy
                Properties:
                  AutoScalingGroupName: !Ref Group
                  PolicyType: StepScaling
                  AdjustmentType: PercentChangeInCapacity
                  MinAdjustmentMagnitude: 2
                  StepAdjustments:
                    - { MetricIntervalUpperBound: -15, ScalingAdjustment: -20 }
                    - { MetricIntervalLowerBound: -15, MetricIntervalUpperBound: 0, ScalingAdjustment: -10 }
              Alarm:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  Namespace: AWS/EC2
                  MetricName: CPUUtilization
                  Period: 300
                  EvaluationPeriods: 3
                  DatapointsToAlarm: 2
                  Threshold: 40
                  ComparisonOperator: LessThanOrEqualToThreshold
                  AlarmActions: [ !Ref Steps ]
              Morning:
                Type: AWS::AutoScaling::ScheduledAction
                Properties:
                  AutoScalingGroupName: !Ref Group
                  MinSize: 10
                  Recurrence: 0 8 * * 1-5
                  TimeZone: Europe/Berlin
            """;

    private static String longForm() {
        return SHORT.replace("!Sub \"${AWS::StackName}-web\"", "{ \"Fn::Sub\": \"${AWS::StackName}-web\" }")
                .replace("!Ref Least", "{ Ref: Least }")
                .replace("!Ref Group", "{ Ref: Group }")
                .replace("[ !Ref Steps ]", "[ { Ref: Steps } ]")
                .replace("!FindInMap [ Sizes, prod, most ]", "{ \"Fn::FindInMap\": [ Sizes, prod, most ] }");
    }

    @Test
    void shortAndLongFunctionsMeanTheSame() {
        assertThat(longForm()).doesNotContain("!");
        assertThat(imported("cloudformation", longForm()).spec(Map.of()))
                .isEqualTo(imported("cloudformation", SHORT).spec(Map.of()));
    }

    @Test
    void aTemplateBecomesASpec() {
        WorkloadSpec w = only(imported("cloudformation", SHORT));
        assertThat(w.workload().guardrails().bounds().min()).isEqualTo(3);
        assertThat(w.workload().guardrails().bounds().max()).isEqualTo(40);
        assertThat(w.workload().replica().boot()).hasSeconds(90);
        assertThat(policy(w, 0, TargetTracking.class).target()).isEqualTo(0.555);
        StepScaling s = policy(w, 1, StepScaling.class);
        assertThat(s.type()).isEqualTo(StepScaling.Type.PERCENT);
        assertThat(Objects.requireNonNull(s.below()).threshold()).isEqualTo(0.4);
        assertThat(s.periods()).isEqualTo(3);
        assertThat(s.breaches()).isEqualTo(2);
        assertThat(s.leastMagnitude()).isEqualTo(2);
        assertThat(policy(w, 2, Scheduled.class).entries().getFirst().min()).isEqualTo(10);
    }

    @Test
    void whatTheCommandLinePrintsIsPutTogether() {
        String policies = """
                { "ScalingPolicies": [
                \t{ "AutoScalingGroupName": "files", "PolicyName": "backlog", "PolicyType": "TargetTrackingScaling",
                    "TargetTrackingConfiguration": { "TargetValue": 100.0, "CustomizedMetricSpecification": { "Metrics": [
                      { "Id": "m1", "MetricStat": { "Metric": { "Namespace": "AWS/SQS", "MetricName": "ApproximateNumberOfMessagesVisible" }, "Stat": "Sum" }, "ReturnData": false },
                      { "Id": "m2", "MetricStat": { "Metric": { "Namespace": "AWS/AutoScaling", "MetricName": "GroupInServiceInstances" }, "Stat": "Average" }, "ReturnData": false },
                      { "Id": "e1", "Expression": "m1 / m2", "ReturnData": true } ] } } },
                  { "AutoScalingGroupName": "files", "PolicyName": "cpu", "PolicyType": "StepScaling", "AdjustmentType": "ChangeInCapacity",
                    "StepAdjustments": [ { "MetricIntervalLowerBound": 0, "ScalingAdjustment": 2 } ],
                    "Alarms": [ { "AlarmName": "high" } ] } ] }
                """;
        String groups = """
                { "AutoScalingGroups": [ { "AutoScalingGroupName": "files", "MinSize": 2, "MaxSize": 50 } ] }
                """;
        String alarms = """
                { "MetricAlarms": [ { "AlarmName": "high", "MetricName": "CPUUtilization", "Threshold": 60.0, "Period": 60,
                  "EvaluationPeriods": 2, "ComparisonOperator": "GreaterThanThreshold" } ] }
                """;
        WorkloadSpec w = only(imported("aws-autoscaling", policies, groups, alarms));
        assertThat(policy(w, 0, QueueBacklog.class).goal()).isEqualTo(new QueueBacklog.PerReplica(100));
        assertThat(Objects.requireNonNull(policy(w, 1, StepScaling.class).above())
                        .threshold())
                .isEqualTo(0.6);
        assertThat(w.workload().guardrails().bounds().max()).isEqualTo(50);
        Imported alone = imported("aws-autoscaling", policies);
        assertThat(alone.notes())
                .anySatisfy(n -> assertThat(n).contains("describe-auto-scaling-groups"))
                .anySatisfy(n -> assertThat(n).contains("cpu is left out: the threshold is in its alarm"));
    }

    @Test
    void scalableTargetsAreReadByTheirService() {
        WorkloadSpec w = only(imported("aws-application-autoscaling", """
                { "ScalingPolicies": [ { "PolicyName": "p", "ServiceNamespace": "ecs", "ResourceId": "service/chat/web",
                  "ScalableDimension": "ecs:service:DesiredCount", "PolicyType": "TargetTrackingScaling",
                  "TargetTrackingScalingPolicyConfiguration": { "TargetValue": 600, "ScaleOutCooldown": 60, "ScaleInCooldown": 300,
                    "PredefinedMetricSpecification": { "PredefinedMetricType": "ALBRequestCountPerTarget" } } } ] }
                """, """
                { "ScalableTargets": [ { "ServiceNamespace": "ecs", "ResourceId": "service/chat/web",
                  "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 4, "MaxCapacity": 90 } ] }
                """));
        assertThat(w.target().options()).containsEntry("cluster", "chat").containsEntry("name", "web");
        assertThat(policy(w, 0, TargetTracking.class).target()).isEqualTo(10);
        assertThat(Objects.requireNonNull(w.workload().guardrails().cooldown()).down())
                .hasMinutes(5);
        assertThat(w.workload().guardrails().bounds().min()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 17 * * ? *      | 30 17 * * *",
                "0 9 ? * 2-6 *      | 0 9 * * 1-5",
                "0 9 ? * MON-FRI *  | 0 9 * * MON-FRI",
                "0 9 1 * ? *        | 0 9 1 * *",
                "0 9 L * ? *        | ''",
                "0 9 * * ? 2026     | ''"
            })
    void sixFieldsBecomeFive(String six, String five) {
        assertThat(AwsReading.fiveFields(six)).isEqualTo(five);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MinSize: !Ref Least | MinSize: !Ref Other | Properties.MinSize: '${Other}' is no whole number",
                "TargetValue: 55.5   | TargetValue: 0      | TargetValue: a positive number is expected",
                "Threshold: 40       | Threshold: high     | Threshold: 'high' is no number",
                "AWS::AutoScaling::AutoScalingGroup | AWS::S3::Bucket | there is no Auto Scaling group"
            })
    void whatIsWrongIsToldWithItsPlace(String good, String bad, String told) {
        String text = SHORT.replace(good, bad);
        assertThat(text).isNotEqualTo(SHORT);
        assertThatThrownBy(() -> imported("cloudformation", text))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining(told);
    }
}
