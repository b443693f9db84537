package dev.headroom.interop;

import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A dashboard and alarms of CloudWatch, as {@code aws cloudwatch put-dashboard} and {@code put-metric-alarm} take them. */
final class CloudWatchExporter implements Exporter {

    @Override
    public String format() {
        return "cloudwatch";
    }

    @Override
    public String summary() {
        return "Amazon CloudWatch: a dashboard's body and alarms, for aws cloudwatch put-dashboard and put-metric-alarm.";
    }

    @Override
    public List<Coverage> coverage() {
        return List.of(
                new Coverage("signals", "a graph each, beside the capacity"),
                new Coverage("signals that measure a backlog", "alarms on depth, throughput and dead letters"),
                new Coverage("bounds.min", "an alarm when nothing is in service"));
    }

    @Override
    public List<Gap> gaps() {
        return List.of(AwsPlan.TARGET);
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        List<Loss> losses = new ArrayList<>();
        List<Subject> all = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        List<Document> documents = new ArrayList<>();
        for (WorkloadSpec one : workloads) {
            Subject w = new Subject(one, losses);
            if (w.targets("kubernetes") || w.targets("aws-scalable-target")) {
                w.lost(AwsPlan.TARGET, one.target().type());
                continue;
            }
            all.add(w);
            String group = w.option("name", w.label());
            groups.add(group);
            for (AwsAlarms.Alarm a : AwsAlarms.of(spec, w, group, null)) {
                Map<String, Object> named = Tree.of("AlarmName", a.id());
                named.putAll(a.properties());
                documents.add(new Document("alarms/" + a.id() + ".json", Texts.json(named)));
            }
        }
        if (!all.isEmpty()) {
            documents.addFirst(new Document(
                    "dashboard.json", Texts.json(AwsAlarms.dashboard(spec, all, groups, AwsPlan.region(all)))));
        }
        return new Exported(documents, losses);
    }
}
