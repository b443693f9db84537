package dev.headroom.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads templates of CloudFormation, in YAML with short or long functions or in JSON. */
final class CloudFormationImporter implements Importer {

    private static final int MAX_RESOURCES = 2000;

    @Override
    public String format() {
        return "cloudformation";
    }

    @Override
    public String summary() {
        return "CloudFormation templates: Auto Scaling groups and scalable targets with their policies, alarms and schedules.";
    }

    @Override
    public Imported read(List<Document> files) {
        List<String> notes = new ArrayList<>();
        List<Sketch> workloads = new ArrayList<>();
        for (Document d : files) {
            for (Given document : Trees.read(d)) {
                new Template(Intrinsics.resolved(document), notes).read(workloads);
            }
        }
        if (workloads.isEmpty()) {
            throw new Unreadable(files.getFirst().path()
                    + ": there is no Auto Scaling group and no scalable target with a policy in it"
                    + (notes.isEmpty() ? "" : "; " + String.join("; ", notes)));
        }
        return new Imported(format(), Named.apart(workloads), Map.of(), notes);
    }

    /** One template. */
    private record Template(Given root, List<String> notes) {

        void read(List<Sketch> workloads) {
            Given resources = root.at("Resources");
            if (resources.keys().size() > MAX_RESOURCES) {
                throw resources.wrong(
                        "there are more than " + MAX_RESOURCES + " resources; a template of AWS has at most 500");
            }
            for (String id : resources.keys()) {
                Given r = resources.at(id);
                String type = r.at("Type").value() instanceof String s ? s : "";
                Given p = r.at("Properties");
                Sketch w = switch (type) {
                    case "AWS::AutoScaling::AutoScalingGroup" -> group(id, p);
                    case "AWS::ApplicationAutoScaling::ScalableTarget" -> scalable(id, p);
                    default -> null;
                };
                if (w != null && w.hasPolicy()) {
                    workloads.add(w);
                } else if (w != null) {
                    notes.add(id + " is left out: no policy of it can be said in a spec");
                }
            }
        }

        private Sketch group(String id, Given p) {
            String name = p.at("AutoScalingGroupName").text(id);
            Sketch w = new Sketch(name, "Auto Scaling group " + id + " in " + p.file());
            w.target(Tree.texts("type", "aws-asg", "name", name));
            w.bounds(p.at("MinSize").whole(0, 0), p.at("MaxSize").whole(-1, 0), "MinSize, MaxSize");
            if (p.at("DefaultInstanceWarmup").there()) {
                w.boot(p.at("DefaultInstanceWarmup").whole(0, 0) + "s", "DefaultInstanceWarmup");
            }
            AwsReading reading = new AwsReading(w, notes);
            for (String policyId : root.at("Resources").keys()) {
                Given r = root.at("Resources", policyId);
                Given q = r.at("Properties");
                String of = q.at("AutoScalingGroupName").value() instanceof String s ? s : "";
                if (!of.equals(id) && !of.equals(name)) {
                    continue;
                }
                if (r.at("Type").text("").equals("AWS::AutoScaling::ScheduledAction")) {
                    reading.action(q);
                } else if (r.at("Type").text("").equals("AWS::AutoScaling::ScalingPolicy")) {
                    switch (q.at("PolicyType").text("SimpleScaling")) {
                        case "TargetTrackingScaling" -> reading.tracking(q.at("TargetTrackingConfiguration"), policyId);
                        case "StepScaling" -> reading.steps(q, alarm(policyId), policyId);
                        case "PredictiveScaling" ->
                            reading.predictive(q.at("PredictiveScalingConfiguration"), policyId);
                        default -> notes.add(w.name() + ": the simple policy " + policyId + " is left out");
                    }
                }
            }
            reading.end();
            return w;
        }

        private Sketch scalable(String id, Given p) {
            String resource = p.at("ResourceId").text();
            boolean ecs = p.at("ServiceNamespace").text().equals("ecs");
            String[] parts = resource.split("/", -1);
            String name = parts[parts.length - 1];
            Sketch w = new Sketch(name, "scalable target " + id + " in " + p.file());
            w.target(AwsJsonImporter.target(
                    ecs,
                    resource,
                    p.at("ServiceNamespace").text(),
                    p.at("ScalableDimension").text()));
            w.bounds(p.at("MinCapacity").whole(0, 0), p.at("MaxCapacity").whole(-1, 0), "MinCapacity, MaxCapacity");
            AwsReading reading = new AwsReading(w, notes);
            for (String policyId : root.at("Resources").keys()) {
                Given r = root.at("Resources", policyId);
                Given q = r.at("Properties");
                boolean of = q.at("ScalingTargetId").value() instanceof String s
                        ? s.equals(id)
                        : resource.equals(q.at("ResourceId").value());
                if (!of || !r.at("Type").text("").equals("AWS::ApplicationAutoScaling::ScalingPolicy")) {
                    continue;
                }
                if (q.at("PolicyType").text("").equals("TargetTrackingScaling")) {
                    reading.tracking(q.at("TargetTrackingScalingPolicyConfiguration"), policyId);
                } else {
                    reading.steps(q.at("StepScalingPolicyConfiguration"), alarm(policyId), policyId);
                }
            }
            p.at("ScheduledActions").items().forEach(a -> reading.action(a, a.at("ScalableTargetAction")));
            reading.end();
            return w;
        }

        /** The alarm that calls a policy. */
        private @Nullable Given alarm(String policy) {
            for (String id : root.at("Resources").keys()) {
                Given r = root.at("Resources", id);
                if (r.at("Type").text("").equals("AWS::CloudWatch::Alarm")
                        && r.at("Properties", "AlarmActions").items().stream()
                                .anyMatch(a -> policy.equals(a.value()))) {
                    return r.at("Properties");
                }
            }
            return null;
        }
    }
}
