package dev.headroom.interop;

import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.Vertical;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SupplySpec;
import dev.headroom.spec.WorkloadSpec;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Workloads of Kubernetes targets as objects of Kubernetes itself: a HorizontalPodAutoscaler, a PodDisruptionBudget, a patch
 * that spreads pods over zones, a VerticalPodAutoscaler, and CronJobs with the least rights that move the autoscaler's bounds.
 */
final class KubernetesExporter implements Exporter {

    private static final Gap TARGET = new Gap(
            "target",
            "only objects of Kubernetes are scaled by it",
            "give the workload target: { type: kubernetes, name: … }");
    private static final Gap JOB =
            new Gap("target.kind: Job", "an HPA scales no jobs", "the keda format writes a ScaledJob");
    private static final Gap CRON = new Gap(
            "policies.schedule",
            "a CronJob has five fields and no year",
            "entries that do not fit are left out; a single date is written for every year");
    private static final Gap OVERLAP = new Gap(
            "policies.schedule",
            "the last job counts, where in a spec the highest floor of overlapping entries does",
            "let such entries not overlap");
    private static final Gap LABELS = new Gap(
            "target",
            "the labels of the pods are not in a spec",
            "app: NAME is assumed; change the selector if it differs");

    @Override
    public String format() {
        return "kubernetes";
    }

    @Override
    public String summary() {
        return "Kubernetes: HPA, PodDisruptionBudget, topology spread, VPA, CronJobs for schedules with their RBAC.";
    }

    @Override
    public List<Coverage> coverage() {
        List<Coverage> all = new ArrayList<>(Hpas.COVERAGE);
        all.add(new Coverage("guardrails.blast-radius.share, bounds.min", "a PodDisruptionBudget's maxUnavailable"));
        all.add(new Coverage("supply.zones", "a patch with topologySpreadConstraints"));
        all.add(new Coverage("policies.vertical", "a VerticalPodAutoscaler that recommends"));
        all.add(new Coverage(
                "policies.schedule", "CronJobs with a time zone that patch the HPA's bounds, with the least rights"));
        return List.copyOf(all);
    }

    @Override
    public List<Gap> gaps() {
        List<Gap> all = new ArrayList<>(List.of(TARGET, JOB, LABELS, CRON, OVERLAP));
        all.addAll(Hpas.GAPS);
        return List.copyOf(all);
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        return Subject.each(workloads, w -> w.fits("kubernetes", TARGET) ? objects(spec, w) : List.of());
    }

    private static List<Document> objects(Spec spec, Subject w) {
        if (w.job()) {
            w.lost(JOB, "");
            return List.of();
        }
        List<Document> documents = new ArrayList<>();
        String label = w.label();
        Hpas.of(w).ifPresent(hpa -> {
            documents.add(new Document(label + ".hpa.yaml", Texts.yaml(hpa)));
            List<Map<String, Object>> schedule = schedule(w, spec.timezone());
            if (!schedule.isEmpty()) {
                documents.add(new Document(label + ".schedule.yaml", Texts.yaml(schedule)));
            }
        });
        w.lost(LABELS, "app: " + w.option("name", w.name()));
        documents.add(new Document(label + ".pdb.yaml", Texts.yaml(disruption(w))));
        SupplySpec.Zones zones = w.spec().supply().zones();
        if (zones != null && zones.count() > 1) {
            documents.add(new Document(label + ".spread.patch.yaml", Texts.yaml(spread(w))));
        }
        w.policies(Vertical.class).stream()
                .findFirst()
                .ifPresent(v -> documents.add(new Document(label + ".vpa.yaml", Texts.yaml(vertical(w, v)))));
        return documents;
    }

    private static Map<String, Object> metadata(Subject w, String name) {
        return Tree.of("name", name, "namespace", w.option("namespace", "default"));
    }

    private static Map<String, Object> selector(Subject w) {
        return Tree.of("matchLabels", Tree.of("app", w.option("name", w.name())));
    }

    /** At most the blast radius at once, a tenth where none is set; one replica may always go. */
    private static Map<String, Object> disruption(Subject w) {
        double share =
                w.guardrails().blast().share() < 1 ? w.guardrails().blast().share() : 0.1;
        Object most = w.max() * share < 1 ? Integer.valueOf(1) : Math.max(1, Math.round(share * 100)) + "%";
        return Tree.of(
                "apiVersion",
                "policy/v1",
                "kind",
                "PodDisruptionBudget",
                "metadata",
                metadata(w, w.label()),
                "spec",
                Tree.of("maxUnavailable", most, "selector", selector(w)));
    }

    private static Map<String, Object> spread(Subject w) {
        return Tree.of(
                "apiVersion",
                w.option("api-version", "apps/v1"),
                "kind",
                w.option("kind", "Deployment"),
                "metadata",
                metadata(w, w.option("name", w.name())),
                "spec",
                Tree.of(
                        "template",
                        Tree.of(
                                "spec",
                                Tree.of(
                                        "topologySpreadConstraints",
                                        List.of(Tree.of(
                                                "maxSkew",
                                                1,
                                                "topologyKey",
                                                "topology.kubernetes.io/zone",
                                                "whenUnsatisfiable",
                                                "ScheduleAnyway",
                                                "labelSelector",
                                                selector(w)))))));
    }

    private static Map<String, Object> vertical(Subject w, Vertical v) {
        List<String> resources = new ArrayList<>();
        if (v.cpu() != null) {
            resources.add("cpu");
        }
        if (v.memory() != null) {
            resources.add("memory");
        }
        return Tree.of(
                "apiVersion",
                "autoscaling.k8s.io/v1",
                "kind",
                "VerticalPodAutoscaler",
                "metadata",
                metadata(w, w.label()),
                "spec",
                Tree.of(
                        "targetRef",
                        Tree.of(
                                "apiVersion",
                                w.option("api-version", "apps/v1"),
                                "kind",
                                w.option("kind", "Deployment"),
                                "name",
                                w.option("name", w.name())),
                        // It would fight the HPA over the processor if it acted.
                        "updatePolicy",
                        Tree.of("updateMode", "Off"),
                        "resourcePolicy",
                        Tree.of(
                                "containerPolicies",
                                List.of(Tree.of("containerName", "*", "controlledResources", resources)))));
    }

    /** Jobs that patch the bounds of the autoscaler, and the account that may do that and nothing else. */
    private static List<Map<String, Object>> schedule(Subject w, ZoneId zone) {
        List<Map<String, Object>> jobs = new ArrayList<>();
        for (Scheduled s : w.policies(Scheduled.class)) {
            List<Crons.Change> changes = Crons.changes(s, zone);
            s.entries().stream()
                    .filter(e -> changes.stream().noneMatch(c -> c.name().equals(e.name())))
                    .forEach(e -> w.lost(CRON, e.name()));
            Crons.overlaps(s).forEach(o -> w.lost(OVERLAP, o));
            for (Crons.Change c : changes) {
                if (c.cron().isEmpty()) {
                    w.lost(
                            CRON,
                            c.name() + " every year on " + c.at().atZone(zone).toLocalDate());
                }
                jobs.add(job(w, c, jobs.size() + 1));
            }
        }
        if (jobs.isEmpty()) {
            return jobs;
        }
        String account = w.label() + "-schedule";
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(Tree.of("apiVersion", "v1", "kind", "ServiceAccount", "metadata", metadata(w, account)));
        all.add(Tree.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "Role",
                "metadata",
                metadata(w, account),
                "rules",
                List.of(Tree.of(
                        "apiGroups",
                        List.of("autoscaling"),
                        "resources",
                        List.of("horizontalpodautoscalers"),
                        "resourceNames",
                        List.of(w.label()),
                        "verbs",
                        List.of("get", "patch")))));
        all.add(Tree.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "RoleBinding",
                "metadata",
                metadata(w, account),
                "roleRef",
                Tree.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Role", "name", account),
                "subjects",
                List.of(Tree.of(
                        "kind", "ServiceAccount", "name", account, "namespace", w.option("namespace", "default")))));
        all.addAll(jobs);
        return all;
    }

    private static Map<String, Object> job(Subject w, Crons.Change c, int number) {
        int min = c.min() >= 0 ? Math.min(c.min(), w.max()) : w.min();
        int max = c.max() >= 0 ? Math.max(c.max(), Math.max(1, min)) : w.max();
        String patch = "{\"spec\":{\"minReplicas\":" + Math.max(1, min) + ",\"maxReplicas\":" + max + "}}";
        String name = w.label() + "-" + number + "-"
                + c.name()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-+|-+$", "");
        return Tree.of(
                "apiVersion",
                "batch/v1",
                "kind",
                "CronJob",
                "metadata",
                metadata(w, name.substring(0, Math.min(52, name.length())).replaceAll("-+$", "")),
                "spec",
                Tree.of(
                        "schedule",
                        c.cron().isEmpty() ? Crons.yearly(c.at(), c.zone()) : c.cron(),
                        "timeZone",
                        c.zone().getId().equals("Z") ? "Etc/UTC" : c.zone().getId(),
                        "concurrencyPolicy",
                        "Forbid",
                        "startingDeadlineSeconds",
                        300,
                        "successfulJobsHistoryLimit",
                        1,
                        "failedJobsHistoryLimit",
                        3,
                        "jobTemplate",
                        Tree.of(
                                "spec",
                                Tree.of(
                                        "backoffLimit",
                                        3,
                                        "template",
                                        Tree.of(
                                                "spec",
                                                Tree.of(
                                                        "serviceAccountName",
                                                        w.label() + "-schedule",
                                                        "restartPolicy",
                                                        "OnFailure",
                                                        "containers",
                                                        List.of(Tree.of(
                                                                "name",
                                                                "patch",
                                                                "image",
                                                                "registry.k8s.io/kubectl:v1.33.0",
                                                                "args",
                                                                List.of(
                                                                        "patch",
                                                                        "horizontalpodautoscaler",
                                                                        w.label(),
                                                                        "--namespace="
                                                                                + w.option("namespace", "default"),
                                                                        "--patch=" + patch)))))))));
    }
}
