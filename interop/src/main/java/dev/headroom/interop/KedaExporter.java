package dev.headroom.interop;

import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Workloads as ScaledObjects of KEDA, and queues that jobs work off as ScaledJobs. */
final class KedaExporter implements Exporter {

    private static final Gap TARGET = new Gap(
            "target",
            "only objects of Kubernetes are scaled by KEDA",
            "give the workload target: { type: kubernetes, name: … }");
    private static final Gap NOTHING = new Gap("policies", "no policy makes a trigger", "nothing is written");
    private static final Gap ENDS = new Gap(
            "guardrails, policies.backlog.idle",
            "a job ends when its items are done, and is never scaled in",
            "left out for target.kind: Job");
    private static final Gap IMAGE = new Gap(
            "target.kind: Job",
            "a job needs its image, which a spec does not name",
            "replace the image before applying");

    private static final List<Gap> LIMITS = Limits.but(Limits.STABILISATION, Limits.RATE);
    private static final int POLLING_SECONDS = 30;

    @Override
    public String format() {
        return "keda";
    }

    @Override
    public String summary() {
        return "KEDA: ScaledObject with triggers, fallback and behaviour; ScaledJob for a queue that jobs work off.";
    }

    @Override
    public List<Coverage> coverage() {
        return List.of(
                new Coverage("target.kind: Job", "a ScaledJob, with a job for so many waiting items"),
                new Coverage("bounds", "minReplicaCount, maxReplicaCount; zero is possible"),
                new Coverage("policies.target", "a cpu or memory trigger, or a prometheus trigger with its threshold"),
                new Coverage("policies.backlog", "an aws-sqs-queue or prometheus trigger; activation, cooldownPeriod"),
                new Coverage("policies.concurrency", "a prometheus trigger; its windows are lost"),
                new Coverage("policies.schedule", "cron triggers with their time zone"),
                new Coverage(
                        "guardrails.stabilisation, guardrails.rate",
                        "advanced.horizontalPodAutoscalerConfig.behavior"));
    }

    @Override
    public List<Gap> gaps() {
        List<Gap> all = new ArrayList<>(List.of(
                TARGET,
                NOTHING,
                KedaTriggers.POLICY,
                KedaTriggers.SOURCE,
                KedaTriggers.GOAL,
                KedaTriggers.CRON,
                IMAGE,
                KedaTriggers.WAITING,
                ENDS));
        all.addAll(LIMITS);
        return List.copyOf(all);
    }

    @Override
    public Exported export(Spec spec, List<WorkloadSpec> workloads) {
        return Subject.each(workloads, w -> {
            if (!w.fits("kubernetes", TARGET)) {
                return List.of();
            }
            List<Map<String, Object>> triggers = w.job() ? KedaTriggers.ofJobs(spec, w) : KedaTriggers.of(spec, w);
            if (triggers.isEmpty()) {
                w.lost(NOTHING, "");
                return List.of();
            }
            Map<String, Object> object = w.job() ? scaledJob(w, triggers) : scaledObject(w, triggers);
            return List.of(
                    new Document(w.label() + (w.job() ? ".scaledjob.yaml" : ".scaledobject.yaml"), Texts.yaml(object)));
        });
    }

    /** A job takes as many items as a replica shall have; what waits beyond those that run starts new ones. */
    private static Map<String, Object> scaledJob(Subject w, List<Map<String, Object>> triggers) {
        w.lost(IMAGE, "");
        w.lost(ENDS, "");
        Limits.tell(w, LIMITS);
        return Tree.of(
                "apiVersion",
                "keda.sh/v1alpha1",
                "kind",
                "ScaledJob",
                "metadata",
                Tree.of("name", w.option("name", w.name()), "namespace", w.option("namespace", "default")),
                "spec",
                Tree.of(
                        "jobTargetRef",
                        Tree.of(
                                "template",
                                Tree.of(
                                        "spec",
                                        Tree.of(
                                                "restartPolicy",
                                                "Never",
                                                "containers",
                                                List.of(Tree.of("name", w.label(), "image", w.image()))))),
                        "pollingInterval",
                        POLLING_SECONDS,
                        "minReplicaCount",
                        w.min(),
                        "maxReplicaCount",
                        w.max(),
                        "triggers",
                        triggers));
    }

    private static Map<String, Object> scaledObject(Subject w, List<Map<String, Object>> triggers) {
        @Nullable
        Duration idle = w.policies(QueueBacklog.class).stream()
                .map(QueueBacklog::idle)
                .reduce((first, last) -> last)
                .orElse(null);
        Limits.tell(w, LIMITS);
        return Tree.of(
                "apiVersion",
                "keda.sh/v1alpha1",
                "kind",
                "ScaledObject",
                "metadata",
                Tree.of("name", w.label(), "namespace", w.option("namespace", "default")),
                "spec",
                Tree.of(
                        "scaleTargetRef",
                        Tree.of(
                                "apiVersion",
                                w.option("api-version", "apps/v1"),
                                "kind",
                                w.option("kind", "Deployment"),
                                "name",
                                w.option("name", w.name())),
                        "pollingInterval",
                        POLLING_SECONDS,
                        "cooldownPeriod",
                        idle == null ? null : idle.toSeconds(),
                        "minReplicaCount",
                        w.min(),
                        "maxReplicaCount",
                        w.max(),
                        "fallback",
                        fallback(triggers, w),
                        "advanced",
                        Tree.of("horizontalPodAutoscalerConfig", Tree.of("behavior", Hpas.behaviour(w, 0.1, 0.1))),
                        "triggers",
                        triggers));
    }

    /** While a source fails, what runs stays; processor and memory triggers cannot have a fallback. */
    private static @Nullable Map<String, Object> fallback(List<Map<String, Object>> triggers, Subject w) {
        boolean fits = triggers.stream().anyMatch(t -> "AverageValue".equals(t.get("metricType")));
        return fits
                ? Tree.of(
                        "failureThreshold", 3, "replicas", Math.max(1, w.min()), "behavior", "currentReplicasIfHigher")
                : null;
    }
}
