package dev.headroom.interop;

import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;

/** Workloads of Kubernetes targets as objects of Kubernetes itself: a HorizontalPodAutoscaler and what belongs to it. */
final class KubernetesExporter implements Exporter {

    private static final Gap TARGET = new Gap(
            "target",
            "only objects of Kubernetes are scaled by it",
            "give the workload target: { type: kubernetes, name: … }");

    @Override
    public String format() {
        return "kubernetes";
    }

    @Override
    public String summary() {
        return "Kubernetes: HorizontalPodAutoscaler (autoscaling/v2) with behaviour.";
    }

    @Override
    public List<Coverage> coverage() {
        return Hpas.COVERAGE;
    }

    @Override
    public List<Gap> gaps() {
        List<Gap> all = new ArrayList<>(List.of(TARGET));
        all.addAll(Hpas.GAPS);
        return List.copyOf(all);
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        List<Document> documents = new ArrayList<>();
        List<Loss> losses = new ArrayList<>();
        for (WorkloadSpec w : workloads) {
            String name = w.workload().name();
            if (!w.target().type().equals("kubernetes")) {
                losses.add(new Loss(name, TARGET, w.target().type()));
                continue;
            }
            Hpas.of(w, losses)
                    .ifPresent(hpa -> documents.add(new Document(name + ".hpa.yaml", Texts.yaml(Texts.tree(hpa)))));
        }
        return new Exported(documents, losses);
    }
}
