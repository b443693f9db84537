package dev.headroom.interop;

import dev.headroom.engine.guardrail.Cooldown;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.StepScaling.Side;
import dev.headroom.engine.policy.StepScaling.Step;
import dev.headroom.spec.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Step policies in AWS: one policy and one alarm for each side, with bounds relative to the alarm's threshold. */
record AwsSteps(
        AwsScaling scaling,
        Spec spec,
        Subject w,
        AwsStack stack,
        Object group,
        @Nullable Object topic) {

    /** Adds both sides of a step policy. */
    void add(StepScaling s) {
        if (s.adaptive()) {
            w.lost(AwsScaling.ADAPTIVE, s.label());
        }
        long period = period(s);
        if (s.above() != null) {
            side(s, s.above(), true, period);
        }
        if (s.below() != null) {
            side(s, s.below(), false, period);
        }
    }

    private long period(StepScaling s) {
        long seconds = s.period().isZero()
                ? w.spec().workload().interval().toSeconds()
                : s.period().toSeconds();
        long allowed = seconds == 10 || seconds == 30 ? seconds : Math.max(60, (seconds + 59) / 60 * 60);
        if (allowed != seconds && !s.period().isZero()) {
            w.lost(AwsScaling.PERIOD, s.label());
        }
        return allowed;
    }

    private void side(StepScaling s, Side side, boolean over, long period) {
        Signal signal = w.signal(s.signal());
        AwsMetrics.Metric metric = AwsMetrics.of(spec, w, signal, group);
        String where = over ? "Above" : "Below";
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Step step : side.steps()) {
            steps.add(Tree.of(
                    "MetricIntervalLowerBound",
                    Double.isInfinite(step.lower()) ? null : AwsScaling.plain(step.lower() * metric.scale()),
                    "MetricIntervalUpperBound",
                    Double.isInfinite(step.upper()) ? null : AwsScaling.plain(step.upper() * metric.scale()),
                    "ScalingAdjustment",
                    Math.round(step.adjustment() * (s.type() == StepScaling.Type.PERCENT ? 100 : 1))));
        }
        String type = switch (s.type()) {
            case CHANGE -> "ChangeInCapacity";
            case EXACT -> "ExactCapacity";
            case PERCENT -> "PercentChangeInCapacity";
        };
        Object least = s.type() == StepScaling.Type.PERCENT && s.leastMagnitude() > 0 ? s.leastMagnitude() : null;
        String id = AwsStack.id(w.name(), s.signal(), where);
        AwsStack.Reference policy;
        if (scaling.application()) {
            Cooldown c = w.guardrails().cooldown();
            Duration quiet = c == null ? Duration.ZERO : over ? c.up() : c.down();
            policy = stack.add(
                    id,
                    "AWS::ApplicationAutoScaling::ScalingPolicy",
                    Tree.of(
                            "PolicyName",
                            scaling.policyName(id, s.signal() + "-" + (over ? "above" : "below")),
                            "PolicyType",
                            "StepScaling",
                            "ScalingTargetId",
                            group,
                            "StepScalingPolicyConfiguration",
                            Tree.of(
                                    "AdjustmentType",
                                    type,
                                    "Cooldown",
                                    quiet.toSeconds(),
                                    "MetricAggregationType",
                                    "Average",
                                    "MinAdjustmentMagnitude",
                                    least,
                                    "StepAdjustments",
                                    steps)));
        } else {
            policy = stack.add(
                    id,
                    "AWS::AutoScaling::ScalingPolicy",
                    Tree.of(
                            "AutoScalingGroupName",
                            group,
                            "PolicyType",
                            "StepScaling",
                            "AdjustmentType",
                            type,
                            "EstimatedInstanceWarmup",
                            over ? scaling.warmup() : null,
                            "MetricAggregationType",
                            "Average",
                            "MinAdjustmentMagnitude",
                            least,
                            "StepAdjustments",
                            steps));
        }
        List<Object> actions = new ArrayList<>(List.of(policy));
        if (topic != null && over) {
            actions.add(topic);
        }
        stack.add(
                id + "Alarm",
                "AWS::CloudWatch::Alarm",
                Tree.of(
                        "AlarmDescription",
                        w.name() + ": " + s.signal() + " is " + (over ? "at or above " : "at or below ")
                                + Subject.number(side.threshold() * metric.scale()),
                        "Namespace",
                        metric.namespace(),
                        "MetricName",
                        metric.name(),
                        "Dimensions",
                        metric.dimensions().isEmpty() ? null : metric.pairs(),
                        "Statistic",
                        metric.statistic(),
                        "Period",
                        period,
                        "EvaluationPeriods",
                        s.periods(),
                        "DatapointsToAlarm",
                        s.breaches(),
                        "Threshold",
                        AwsScaling.plain(side.threshold() * metric.scale()),
                        "ComparisonOperator",
                        over ? "GreaterThanOrEqualToThreshold" : "LessThanOrEqualToThreshold",
                        "TreatMissingData",
                        "missing",
                        "AlarmActions",
                        actions));
    }
}
