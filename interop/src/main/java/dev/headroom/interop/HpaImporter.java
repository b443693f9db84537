package dev.headroom.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads HorizontalPodAutoscalers of autoscaling/v1 and v2. */
final class HpaImporter implements Importer {

    @Override
    public String format() {
        return "hpa";
    }

    @Override
    public String summary() {
        return "HorizontalPodAutoscalers of Kubernetes, as files or as kubectl get hpa -o yaml prints them.";
    }

    @Override
    public Imported read(List<Document> files) {
        List<String> notes = new ArrayList<>();
        List<Sketch> workloads = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Given hpa : KubernetesObjects.ofKind(files, "autoscaling", "HorizontalPodAutoscaler")) {
            try {
                workloads.add(workload(hpa, notes));
            } catch (Unreadable e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new Unreadable(problems);
        }
        return new Imported(format(), Named.apart(workloads), Map.of(), notes);
    }

    private static Sketch workload(Given hpa, List<String> notes) {
        Given spec = hpa.at("spec");
        Sketch w = new Sketch(hpa.at("metadata", "name").text(), KubernetesObjects.called(hpa) + " in " + hpa.file());
        w.target(KubernetesObjects.target(hpa, spec.at("scaleTargetRef")));
        int max = spec.at("maxReplicas").whole(0, 1);
        w.bounds(spec.at("minReplicas").whole(1, 0), max, "minReplicas, maxReplicas");
        String tolerance = tolerance(spec.at("behavior"));
        if (spec.at("targetCPUUtilizationPercentage").there()) {
            track(
                    w,
                    "cpu",
                    spec.at("targetCPUUtilizationPercentage").whole(80, 1) + "%",
                    tolerance,
                    "targetCPUUtilizationPercentage");
        }
        for (Given m : spec.at("metrics").items()) {
            metric(w, m, tolerance, notes);
        }
        if (!w.hasPolicy() && !spec.at("metrics").there()) {
            track(w, "cpu", "80%", tolerance, "the default of Kubernetes");
        }
        if (!w.hasPolicy()) {
            throw spec.at("metrics").wrong("none of the metrics can be said in a spec: " + String.join("; ", notes));
        }
        KubernetesObjects.behaviour(w, spec.at("behavior"), max);
        return w;
    }

    private static String tolerance(Given behaviour) {
        Given up = behaviour.at("scaleUp", "tolerance");
        Given down = behaviour.at("scaleDown", "tolerance");
        return up.there() || down.there()
                ? ", tolerance: { up: " + Sketch.percent(up.there() ? up.quantity() : 0.1) + ", down: "
                        + Sketch.percent(down.there() ? down.quantity() : 0.1) + " }"
                : "";
    }

    private static void metric(Sketch w, Given m, String tolerance, List<String> notes) {
        String type = m.at("type").text();
        switch (type) {
            case "Resource", "ContainerResource" -> {
                Given r = m.at(type.equals("Resource") ? "resource" : "containerResource");
                String name = r.at("name").text();
                Given share = r.at("target", "averageUtilization");
                if (!name.matches("cpu|memory") || !share.there()) {
                    notes.add(w.name() + ": the metric of the resource " + name
                            + " is no share of what the pods request; left out");
                    return;
                }
                if (type.equals("ContainerResource")) {
                    notes.add(w.name() + ": " + name + " of a container is taken for that of the whole pod");
                }
                track(w, name, share.whole(0, 1) + "%", tolerance, "averageUtilization of " + name);
            }
            case "Pods" -> {
                String name = m.at("pods", "metric", "name").text();
                double value = m.at("pods", "target", "averageValue").quantity();
                String measures = KubernetesObjects.measures(name, false);
                // A rate of each pod is the total over the pods: the same wish, and one that can be simulated.
                boolean total = measures.equals("rate") || measures.equals("backlog");
                follow(w, name, measures, total, value, tolerance, "Pods metric " + name);
            }
            case "External", "Object" -> {
                Given x = m.at(type.equals("External") ? "external" : "object");
                String name = x.at("metric", "name").text();
                boolean each = x.at("target", "averageValue").there();
                double value = x.at("target", each ? "averageValue" : "value").quantity();
                follow(
                        w,
                        name,
                        KubernetesObjects.measures(name, each),
                        each,
                        value,
                        tolerance,
                        type + " metric " + name);
            }
            default -> notes.add(w.name() + ": a metric of type " + type + " is not known; left out");
        }
    }

    private static void track(Sketch w, String resource, String share, String tolerance, String from) {
        String signal = KubernetesObjects.resource(w, resource);
        w.policy("target", "{ signal: " + signal + ", average: " + share + tolerance + " }", from);
    }

    private static void follow(
            Sketch w, String metric, String measures, boolean each, double value, String tolerance, String from) {
        String signal = KubernetesObjects.signal(w, metric, measures);
        if (measures.equals("backlog")) {
            w.ofQueue();
        }
        w.policy(
                "target",
                "{ signal: " + signal + ", " + (each ? "per-replica: " : "average: ") + Sketch.number(value) + tolerance
                        + " }",
                from + KubernetesObjects.taken(measures));
    }
}
