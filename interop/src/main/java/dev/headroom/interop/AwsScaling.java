package dev.headroom.interop;

import dev.headroom.engine.guardrail.Cooldown;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.Predictive;
import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.engine.policy.QueueBacklog.PerReplica;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.spec.Spec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The policies of a workload as scaling policies, alarms and schedules of AWS. */
final class AwsScaling {

    static final Gap POLICY = new Gap("policies", "no scaling policy of AWS does this", "left out");
    static final Gap GOAL = new Gap(
            "policies.backlog.latency, drain-within",
            "AWS follows items per instance only",
            "the service time makes it items per instance");
    static final Gap SCALE_IN_COOLDOWN = new Gap(
            "guardrails.cooldown.down",
            "target tracking of an Auto Scaling group has no scale-in cooldown",
            "left out; an ECS service has one");
    static final Gap ADAPTIVE =
            new Gap("policies.step.adaptive", "alarms have fixed thresholds", "the thresholds of the spec are written");
    static final Gap CRON = new Gap(
            "policies.schedule",
            "the entry's time cannot be moved by its lead or length in cron fields",
            "the entry is left out");
    static final Gap OVERLAP = new Gap(
            "policies.schedule",
            "the last action counts, where in a spec the highest floor of overlapping entries does",
            "let such entries not overlap");
    static final Gap TOLERANCE = new Gap("policies.target.tolerance", "AWS has a tolerance of its own", "left out");
    static final Gap PERIOD = new Gap(
            "policies.step.period",
            "an alarm's period is 10, 30 or a multiple of 60 seconds",
            "the next longer one is written");

    static final List<Gap> GAPS = List.of(POLICY, GOAL, SCALE_IN_COOLDOWN, ADAPTIVE, CRON, OVERLAP, TOLERANCE, PERIOD);

    private final Spec spec;
    private final Subject w;
    private final AwsStack stack;
    private final Object group;
    private final @Nullable Object topic;

    /**
     * For one workload.
     *
     * @param group reference to its Auto Scaling group or scalable target
     * @param topic who is told by alarms; null for nobody
     */
    AwsScaling(Spec spec, Subject w, AwsStack stack, Object group, @Nullable Object topic) {
        this.spec = spec;
        this.w = w;
        this.stack = stack;
        this.group = group;
        this.topic = topic;
    }

    boolean application() {
        return w.targets("aws-ecs") || w.targets("aws-scalable-target");
    }

    void policies() {
        for (var weighted : w.spec().workload().policies()) {
            Policy p = weighted.policy();
            switch (p) {
                case TargetTracking t -> target(t);
                case StepScaling s -> new AwsSteps(this, spec, w, stack, group, topic).add(s);
                case QueueBacklog q -> backlog(q);
                case Predictive f -> predictive(f);
                case Scheduled s when !application() -> new AwsSchedules(spec, w).group(s, stack, group);
                case Scheduled s -> {} // part of the scalable target
                default -> w.lost(POLICY, p.label());
            }
        }
    }

    // --- target tracking

    private void target(TargetTracking t) {
        Signal s = w.signal(t.signal());
        if (t.toleranceUp() != 0.1 || t.toleranceDown() != 0.1) {
            w.lost(TOLERANCE, t.label());
        }
        boolean average = t.mode() == TargetTracking.Mode.AVERAGE;
        String predefined = average ? predefined(s) : "";
        AwsMetrics.Metric metric = AwsMetrics.of(spec, w, s, group);
        double value = t.target() * metric.scale();
        Map<String, Object> specification = !predefined.isEmpty()
                ? Tree.of(
                        "TargetValue",
                        plain(t.target() * 100),
                        "PredefinedMetricSpecification",
                        Tree.of("PredefinedMetricType", predefined))
                : Tree.of(
                        "TargetValue",
                        plain(value),
                        "CustomizedMetricSpecification",
                        average ? single(metric) : perReplica(s, metric));
        tracking(s.name(), specification);
    }

    private String predefined(Signal s) {
        if (s.measures() == Measure.UTILISATION) {
            return switch (w.option("dimension", w.targets("aws-ecs") ? "ecs" : "ec2")) {
                case "ec2" -> "ASGAverageCPUUtilization";
                case "ecs" -> "ECSServiceAverageCPUUtilization";
                case "dynamodb:table:ReadCapacityUnits", "dynamodb:index:ReadCapacityUnits" ->
                    "DynamoDBReadCapacityUtilization";
                case "dynamodb:table:WriteCapacityUnits", "dynamodb:index:WriteCapacityUnits" ->
                    "DynamoDBWriteCapacityUtilization";
                case "rds:cluster:ReadReplicaCount" -> "RDSReaderAverageCPUUtilization";
                case "elasticache:replication-group:NodeGroups" -> "ElastiCachePrimaryEngineCPUUtilization";
                case "elasticache:replication-group:Replicas" -> "ElastiCacheReplicaEngineCPUUtilization";
                default -> "";
            };
        }
        return s.measures() == Measure.MEMORY && w.targets("aws-ecs") ? "ECSServiceAverageMemoryUtilization" : "";
    }

    private static Map<String, Object> single(AwsMetrics.Metric m) {
        return Tree.of(
                "Namespace",
                m.namespace(),
                "MetricName",
                m.name(),
                "Dimensions",
                m.dimensions().isEmpty() ? null : m.pairs(),
                "Statistic",
                m.statistic());
    }

    /** A total divided by the replicas: it falls as capacity rises, which target tracking must have. */
    private Map<String, Object> perReplica(Signal s, AwsMetrics.Metric total) {
        AwsMetrics.Metric replicas = AwsMetrics.replicas(w, group);
        return Tree.of(
                "Metrics",
                List.of(
                        Tree.of(
                                "Id",
                                "total",
                                "MetricStat",
                                Tree.of("Metric", total.tree(), "Stat", total.statistic()),
                                "ReturnData",
                                false),
                        Tree.of(
                                "Id",
                                "replicas",
                                "MetricStat",
                                Tree.of("Metric", replicas.tree(), "Stat", replicas.statistic()),
                                "ReturnData",
                                false),
                        Tree.of(
                                "Id",
                                "perreplica",
                                "Label",
                                s.name() + " per replica",
                                "Expression",
                                "total / replicas",
                                "ReturnData",
                                true)));
    }

    private void tracking(String signal, Map<String, Object> specification) {
        Cooldown c = w.guardrails().cooldown();
        if (application()) {
            Map<String, Object> all = Tree.of(
                    "ScaleOutCooldown",
                    c == null ? null : c.up().toSeconds(),
                    "ScaleInCooldown",
                    c == null ? null : c.down().toSeconds());
            all.putAll(specification);
            String id = AwsStack.id(w.name(), signal, "Target");
            stack.add(
                    id,
                    "AWS::ApplicationAutoScaling::ScalingPolicy",
                    Tree.of(
                            "PolicyName",
                            policyName(id, signal + "-target"),
                            "PolicyType",
                            "TargetTrackingScaling",
                            "ScalingTargetId",
                            group,
                            "TargetTrackingScalingPolicyConfiguration",
                            all));
        } else {
            if (c != null && c.down().isPositive()) {
                w.lost(SCALE_IN_COOLDOWN, signal);
            }
            stack.add(
                    AwsStack.id(w.name(), signal, "Target"),
                    "AWS::AutoScaling::ScalingPolicy",
                    Tree.of(
                            "AutoScalingGroupName",
                            group,
                            "PolicyType",
                            "TargetTrackingScaling",
                            "EstimatedInstanceWarmup",
                            warmup(),
                            "TargetTrackingConfiguration",
                            specification));
        }
    }

    /** The name of a policy of a scalable target, unique as its logical name is. */
    String policyName(String id, String what) {
        return w.label() + "-" + what + stack.free(id).substring(id.length());
    }

    long warmup() {
        var r = w.spec().workload().replica();
        return r.boot().plus(r.warmup()).toSeconds();
    }

    private void backlog(QueueBacklog q) {
        Signal s = w.signal(q.backlog());
        double items;
        if (q.goal() instanceof PerReplica p) {
            items = p.items();
        } else {
            Duration time = w.spec().workload().replica().serviceTime();
            if (time == null) {
                w.lost(POLICY, q.label());
                return;
            }
            Duration span = q.goal() instanceof QueueBacklog.AcceptableLatency a
                    ? a.latency()
                    : ((QueueBacklog.DrainWithin) q.goal()).span();
            items = Math.max(
                    1,
                    Math.floor((double) span.toMillis()
                            / time.toMillis()
                            * w.spec().workload().replica().concurrency()));
            w.lost(GOAL, q.label());
        }
        tracking(
                s.name(),
                Tree.of(
                        "TargetValue",
                        plain(items),
                        "CustomizedMetricSpecification",
                        perReplica(s, AwsMetrics.of(spec, w, s, group))));
    }

    // --- forecasts

    private void predictive(Predictive p) {
        Signal s = w.signal(p.signal());
        if (application() || s.measures() != Measure.UTILISATION) {
            w.lost(POLICY, p.label() + ": AWS forecasts the processor use of an Auto Scaling group");
            return;
        }
        stack.add(
                AwsStack.id(w.name(), p.signal(), "Predict"),
                "AWS::AutoScaling::ScalingPolicy",
                Tree.of(
                        "AutoScalingGroupName",
                        group,
                        "PolicyType",
                        "PredictiveScaling",
                        "PredictiveScalingConfiguration",
                        Tree.of(
                                "Mode",
                                "ForecastAndScale",
                                "SchedulingBufferTime",
                                Math.min(
                                        3600,
                                        p.buffer()
                                                .plus(w.spec()
                                                        .workload()
                                                        .replica()
                                                        .boot())
                                                .toSeconds()),
                                "MetricSpecifications",
                                List.of(Tree.of(
                                        "TargetValue",
                                        plain((p.perReplica() > 0 ? p.perReplica() : 1) * p.utilisation() * 100),
                                        "PredefinedMetricPairSpecification",
                                        Tree.of("PredefinedMetricType", "ASGCPUUtilization"))))));
    }

    /** A whole number as one, else without the noise of binary fractions. */
    static Object plain(double value) {
        double rounded = Math.round(value * 1e9) / 1e9;
        return rounded == Math.rint(rounded) ? (Object) (long) rounded : (Object) rounded;
    }
}
