package dev.headroom.interop;

import dev.headroom.spec.Spec;
import dev.headroom.spec.SupplySpec;
import dev.headroom.spec.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The nodes under a workload's pods: a NodePool of Karpenter, or the settings of the Cluster Autoscaler. */
final class KarpenterExporter implements Exporter {

    private static final Gap NODES = new Gap(
            "supply.nodes",
            "the workload says nothing of nodes under its pods",
            "add supply: { nodes: { pods: …, max: … } }");
    private static final Gap MINIMUM = new Gap(
            "supply.nodes.min, supply.nodes.spare",
            "Karpenter keeps no nodes that no pod needs",
            "run placeholder pods of low priority");
    private static final Gap MAXIMUM = new Gap(
            "supply.nodes.max",
            "Karpenter limits processors and memory, not nodes",
            "limits.nodes is written, which its provider must support");
    private static final Gap CLASS =
            new Gap("supply.nodes", "the machine image and network are not in a spec", "nodeClassRef names 'default'");
    private static final Gap SHARE = new Gap(
            "supply.spot.on-demand, base",
            "the share of spot machines cannot be said",
            "spot is preferred, on-demand the fallback");

    private final boolean karpenter;

    KarpenterExporter(boolean karpenter) {
        this.karpenter = karpenter;
    }

    @Override
    public String format() {
        return karpenter ? "karpenter" : "cluster-autoscaler";
    }

    @Override
    public String summary() {
        return karpenter
                ? "Karpenter: NodePool with limits, capacity types and disruption budget."
                : "Cluster Autoscaler: arguments and the priority expander's ConfigMap.";
    }

    @Override
    public List<Coverage> coverage() {
        return karpenter
                ? List.of(
                        new Coverage("supply.spot", "requirements on karpenter.sh/capacity-type"),
                        new Coverage("supply.spot.pools, replica.instance", "requirements on the instance type"),
                        new Coverage("supply.nodes.empty-for", "disruption.consolidateAfter"),
                        new Coverage("supply.nodes.max", "limits.nodes"),
                        new Coverage("guardrails.blast-radius.share", "disruption.budgets"))
                : List.of(
                        new Coverage("supply.nodes.min, supply.nodes.max", "--nodes=MIN:MAX:GROUP"),
                        new Coverage("supply.nodes.empty-for", "--scale-down-unneeded-time"),
                        new Coverage("supply.nodes.start", "--max-node-provision-time"),
                        new Coverage("supply.spot", "the priority expander, spot before on-demand"));
    }

    @Override
    public List<Gap> gaps() {
        return karpenter ? List.of(NODES, MINIMUM, MAXIMUM, CLASS, SHARE) : List.of(NODES, SHARE);
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        return Subject.each(workloads, w -> {
            SupplySpec.Nodes nodes = w.spec().supply().nodes();
            if (nodes == null) {
                w.lost(NODES, "");
                return List.of();
            }
            if (w.spec().supply().spot() != null) {
                w.lost(SHARE, "");
            }
            if (!karpenter) {
                return List.of(new Document(w.label() + ".cluster-autoscaler.yaml", Texts.yaml(autoscaler(w, nodes))));
            }
            if (nodes.min() > 0 || nodes.spare() > 0) {
                w.lost(MINIMUM, nodes.min() + " and " + nodes.spare());
            }
            w.lost(MAXIMUM, Integer.toString(nodes.max()));
            w.lost(CLASS, "");
            return List.of(new Document(w.label() + ".nodepool.yaml", Texts.yaml(pool(w, nodes))));
        });
    }

    private static Map<String, Object> pool(Subject w, SupplySpec.Nodes nodes) {
        List<Map<String, Object>> requirements = new ArrayList<>();
        boolean spot = w.spec().supply().spot() != null;
        requirements.add(Tree.of(
                "key",
                "karpenter.sh/capacity-type",
                "operator",
                "In",
                "values",
                spot ? List.of("spot", "on-demand") : List.of("on-demand")));
        TreeSet<String> types = new TreeSet<>();
        String instance = w.spec().instance();
        if (instance != null) {
            types.add(instance);
        }
        if (w.spec().supply().spot() != null) {
            w.spec().supply().spot().pools().stream()
                    .map(SupplySpec.SpotPool::name)
                    .filter(n -> n.contains("."))
                    .forEach(types::add);
        }
        if (!types.isEmpty()) {
            requirements.add(
                    Tree.of("key", "node.kubernetes.io/instance-type", "operator", "In", "values", List.copyOf(types)));
        }
        double share =
                w.guardrails().blast().share() < 1 ? w.guardrails().blast().share() : 0.1;
        return Tree.of(
                "apiVersion",
                "karpenter.sh/v1",
                "kind",
                "NodePool",
                "metadata",
                Tree.of("name", w.label()),
                "spec",
                Tree.of(
                        "template",
                        Tree.of(
                                "spec",
                                Tree.of(
                                        "requirements",
                                        requirements,
                                        "nodeClassRef",
                                        Tree.of(
                                                "group",
                                                "karpenter.k8s.aws",
                                                "kind",
                                                "EC2NodeClass",
                                                "name",
                                                "default"),
                                        "expireAfter",
                                        "720h")),
                        "limits",
                        Tree.of("nodes", Integer.toString(nodes.max())),
                        "disruption",
                        Tree.of(
                                "consolidationPolicy",
                                "WhenEmptyOrUnderutilized",
                                "consolidateAfter",
                                nodes.emptyFor().toSeconds() + "s",
                                "budgets",
                                List.of(Tree.of("nodes", Math.max(1, Math.round(share * 100)) + "%")))));
    }

    private static List<Map<String, Object>> autoscaler(Subject w, SupplySpec.Nodes nodes) {
        boolean spot = w.spec().supply().spot() != null;
        List<String> args = new ArrayList<>(List.of(
                "--cloud-provider=aws",
                "--nodes=" + nodes.min() + ":" + nodes.max() + ":" + w.label() + "-nodes",
                "--scale-down-unneeded-time=" + nodes.emptyFor().toSeconds() + "s",
                "--scale-down-delay-after-add=" + nodes.emptyFor().toSeconds() + "s",
                "--max-node-provision-time="
                        + Math.max(900, 5 * nodes.start().mean().toSeconds()) + "s",
                "--balance-similar-node-groups=true",
                "--expander=" + (spot ? "priority" : "least-waste")));
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(Tree.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Tree.of("name", "cluster-autoscaler", "namespace", "kube-system"),
                "spec",
                Tree.of(
                        "selector",
                        Tree.of("matchLabels", Tree.of("app", "cluster-autoscaler")),
                        "template",
                        Tree.of(
                                "metadata",
                                Tree.of("labels", Tree.of("app", "cluster-autoscaler")),
                                "spec",
                                Tree.of(
                                        "serviceAccountName",
                                        "cluster-autoscaler",
                                        "containers",
                                        List.of(Tree.of(
                                                "name",
                                                "cluster-autoscaler",
                                                "image",
                                                "registry.k8s.io/autoscaling/cluster-autoscaler:v1.33.0",
                                                "args",
                                                args)))))));
        if (spot) {
            all.add(Tree.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ConfigMap",
                    "metadata",
                    Tree.of("name", "cluster-autoscaler-priority-expander", "namespace", "kube-system"),
                    "data",
                    Tree.of("priorities", "20:\n  - .*spot.*\n10:\n  - .*on-demand.*\n")));
        }
        return all;
    }
}
