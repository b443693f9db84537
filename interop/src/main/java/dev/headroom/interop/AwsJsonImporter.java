package dev.headroom.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@code aws autoscaling} and {@code aws application-autoscaling} print, with the alarms of CloudWatch. */
final class AwsJsonImporter implements Importer {

    /** What stands for no limit that is known. */
    private static final int UNKNOWN_MAX = 1000;

    private final boolean application;

    AwsJsonImporter(boolean application) {
        this.application = application;
    }

    @Override
    public String format() {
        return application ? "aws-application-autoscaling" : "aws-autoscaling";
    }

    @Override
    public String summary() {
        return application
                ? "JSON of aws application-autoscaling describe-scaling-policies, describe-scalable-targets,"
                        + " describe-scheduled-actions, and of aws cloudwatch describe-alarms."
                : "JSON of aws autoscaling describe-policies, describe-auto-scaling-groups, describe-scheduled-actions, and of"
                        + " aws cloudwatch describe-alarms.";
    }

    @Override
    public Imported read(List<Document> files) {
        List<Given> policies = new ArrayList<>();
        List<Given> sizes = new ArrayList<>();
        List<Given> actions = new ArrayList<>();
        List<Given> alarms = new ArrayList<>();
        for (Document d : files) {
            for (Given root : Trees.read(d)) {
                policies.addAll(root.at("ScalingPolicies").items());
                sizes.addAll(root.at(application ? "ScalableTargets" : "AutoScalingGroups")
                        .items());
                actions.addAll(root.at(application ? "ScheduledActions" : "ScheduledUpdateGroupActions")
                        .items());
                alarms.addAll(root.at("MetricAlarms").items());
            }
        }
        Map<String, List<Given>> byKey = new LinkedHashMap<>();
        policies.forEach(
                p -> byKey.computeIfAbsent(key(p), k -> new ArrayList<>()).add(p));
        actions.forEach(a -> byKey.computeIfAbsent(key(a), k -> new ArrayList<>()));
        List<String> notes = new ArrayList<>();
        List<Sketch> workloads = new ArrayList<>();
        byKey.forEach((key, own) -> {
            Sketch w = workload(key, own, sizes, actions, alarms, notes);
            if (w.hasPolicy()) {
                workloads.add(w);
            }
        });
        if (workloads.isEmpty()) {
            throw new Unreadable(
                    files.getFirst().path() + ": there are no ScalingPolicies in it that can be said in a spec"
                            + (notes.isEmpty() ? "" : ": " + String.join("; ", notes)));
        }
        return new Imported(format(), Named.apart(workloads), Map.of(), notes);
    }

    private String key(Given one) {
        return application
                ? one.at("ServiceNamespace").text() + " " + one.at("ResourceId").text() + " "
                        + one.at("ScalableDimension").text()
                : one.at("AutoScalingGroupName").text();
    }

    private Sketch workload(
            String key,
            List<Given> own,
            List<Given> sizes,
            List<Given> actions,
            List<Given> alarms,
            List<String> notes) {
        Sketch w = sized(key, sizes, notes);
        AwsReading reading = new AwsReading(w, notes);
        for (Given p : own) {
            String name = p.at("PolicyName").text();
            switch (p.at("PolicyType").text("SimpleScaling")) {
                case "TargetTrackingScaling" ->
                    reading.tracking(
                            p.at(
                                    application
                                            ? "TargetTrackingScalingPolicyConfiguration"
                                            : "TargetTrackingConfiguration"),
                            name);
                case "StepScaling" ->
                    reading.steps(application ? p.at("StepScalingPolicyConfiguration") : p, alarm(p, alarms), name);
                case "PredictiveScaling" -> reading.predictive(p.at("PredictiveScalingConfiguration"), name);
                default -> notes.add(w.name() + ": the policy " + name + " is of a kind that is left out");
            }
        }
        for (Given a : actions) {
            if (key(a).equals(key)) {
                if (application) {
                    reading.action(a, a.at("ScalableTargetAction"));
                } else {
                    reading.action(a);
                }
            }
        }
        reading.end();
        return w;
    }

    private Sketch sized(String key, List<Given> sizes, List<String> notes) {
        String[] parts = key.split(" ", 3);
        String resource = application ? parts[1] : key;
        Sketch w = new Sketch(
                resource.substring(resource.lastIndexOf('/') + 1), (application ? "" : "Auto Scaling group ") + key);
        w.target(
                application
                        ? target(parts[0].equals("ecs"), resource, parts[0], parts[2])
                        : Tree.texts("type", "aws-asg", "name", key));
        for (Given s : sizes) {
            if (key(s).equals(key)) {
                w.bounds(
                        s.at(application ? "MinCapacity" : "MinSize").whole(0, 0),
                        s.at(application ? "MaxCapacity" : "MaxSize").whole(-1, 0),
                        application ? "MinCapacity, MaxCapacity" : "MinSize, MaxSize");
                if (s.at("DefaultInstanceWarmup").there()) {
                    w.boot(s.at("DefaultInstanceWarmup").whole(0, 0) + "s", "DefaultInstanceWarmup");
                }
                return w;
            }
        }
        notes.add(w.name() + ": its least and most are not in the files, so 1 and " + UNKNOWN_MAX
                + " are written; add what "
                + (application ? "describe-scalable-targets" : "describe-auto-scaling-groups") + " prints");
        w.bounds(1, UNKNOWN_MAX, "? not in the files");
        return w;
    }

    /** The target of a spec for a scalable target. */
    static Map<String, String> target(boolean ecs, String resource, String service, String dimension) {
        String[] parts = resource.split("/", -1);
        return ecs && parts.length == 3
                ? Tree.texts("type", "aws-ecs", "cluster", parts[1], "name", parts[2])
                : Tree.texts(
                        "type",
                        "aws-scalable-target",
                        "service",
                        service,
                        "resource",
                        resource,
                        "dimension",
                        dimension);
    }

    private static @Nullable Given alarm(Given policy, List<Given> alarms) {
        for (Given named : policy.at("Alarms").items()) {
            for (Given a : alarms) {
                if (a.at("AlarmName").text("").equals(named.at("AlarmName").text(""))) {
                    return a;
                }
            }
        }
        return null;
    }
}
