package dev.headroom.interop;

import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Workloads as a CloudFormation template, in YAML or JSON. */
final class CloudFormationExporter implements Exporter {

    private final boolean json;

    CloudFormationExporter(boolean json) {
        this.json = json;
    }

    @Override
    public String format() {
        return json ? "cloudformation-json" : "cloudformation";
    }

    @Override
    public String summary() {
        return "AWS CloudFormation" + (json ? " in JSON" : "")
                + ": Auto Scaling groups, scalable targets, policies, alarms, schedules, warm pool, budgets, dashboard.";
    }

    @Override
    public List<Coverage> coverage() {
        return AwsPlan.COVERAGE;
    }

    @Override
    public List<Gap> gaps() {
        return AwsPlan.gaps();
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        List<Loss> losses = new ArrayList<>();
        AwsStack stack = AwsPlan.of(spec, workloads, losses);
        if (stack.resources().isEmpty()) {
            return new Exported(List.of(), losses);
        }
        Map<String, Object> template = stack.template("Capacity of "
                + String.join(
                        ", ", workloads.stream().map(w -> w.workload().name()).toList()));
        return new Exported(
                List.of(
                        json
                                ? new Document("template.json", Texts.json(template))
                                : new Document("template.yaml", Texts.yaml(template))),
                losses);
    }
}
