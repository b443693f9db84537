package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.policy.ConcurrencyPanic;
import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in files of other systems becomes a spec. */
class ImportersTest {

    private static final Map<Fact, String> FACTS = Map.of(
            Fact.BOOT, "60s",
            Fact.SERVICE_TIME, "100ms",
            Fact.CONCURRENCY, "10",
            Fact.LATENCY, "500ms",
            Fact.PRICE, "0.05 USD/h");

    private static Imported imported(String format, String text) {
        return Examples.importer(format).read(List.of(new Document("file.yaml", text)));
    }

    private static WorkloadSpec only(String format, String text) {
        Spec spec =
                SpecReader.read("imported", imported(format, text).spec(FACTS)).orThrow();
        assertThat(spec.workloads()).hasSize(1);
        return spec.workloads().values().iterator().next();
    }

    private static <P> P policy(WorkloadSpec w, int index, Class<P> kind) {
        return kind.cast(w.workload().policies().get(index).policy());
    }

    /** As kubectl prints it. */
    private static final String HPA = """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: { name: web, namespace: shop, creationTimestamp: null }
                spec:
                  scaleTargetRef: { apiVersion: apps/v1, kind: StatefulSet, name: web-set }
                  minReplicas: 2
                  maxReplicas: 20
                  metrics:
                    - type: Resource
                      resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } }
                    - type: Pods
                      pods: { metric: { name: requests_per_second }, target: { type: AverageValue, averageValue: 500m } }
                    - type: External
                      external: { metric: { name: queue/depth }, target: { type: AverageValue, averageValue: "1k" } }
                    - type: Object
                      object:
                        describedObject: { apiVersion: v1, kind: Service, name: web }
                        metric: { name: saturation }
                        target: { type: Value, value: "2" }
            """;

    @Test
    void anHpaHasTheDefaultsOfKubernetesWhereItSaysNothing() {
        WorkloadSpec w = only("hpa", HPA);
        assertThat(w.target().options()).containsEntry("kind", "StatefulSet").containsEntry("name", "web-set");
        Guardrails g = w.workload().guardrails();
        assertThat(g.bounds().min()).isEqualTo(2);
        assertThat(g.bounds().max()).isEqualTo(20);
        assertThat(g.stabilisation().down()).hasMinutes(5);
        assertThat(g.rates().up()).hasSize(2);
        assertThat(g.rates().down()).isEmpty();
        assertThat(g.blast().share()).isEqualTo(1);
        assertThat(policy(w, 0, TargetTracking.class).target()).isEqualTo(0.7);
        TargetTracking rate = policy(w, 1, TargetTracking.class);
        assertThat(rate.mode()).isEqualTo(TargetTracking.Mode.TOTAL);
        assertThat(rate.target()).isEqualTo(0.5);
        assertThat(policy(w, 2, TargetTracking.class).target()).isEqualTo(1000);
        assertThat(policy(w, 3, TargetTracking.class).mode()).isEqualTo(TargetTracking.Mode.AVERAGE);
    }

    @Test
    void theOldFormOfAnHpaIsRead() {
        WorkloadSpec w = only("hpa", """
                apiVersion: autoscaling/v1
                kind: HorizontalPodAutoscaler
                metadata: { name: web }
                spec:
                  scaleTargetRef: { kind: Deployment, name: web }
                  maxReplicas: 10
                  targetCPUUtilizationPercentage: 60
                """);
        assertThat(policy(w, 0, TargetTracking.class).target()).isEqualTo(0.6);
        assertThat(w.workload().guardrails().bounds().min()).isEqualTo(1);
    }

    @Test
    void aScaledObjectBecomesBacklogAndSchedule() {
        WorkloadSpec w = only("keda", """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: { name: workers }
                spec:
                  scaleTargetRef: { name: workers }
                  maxReplicaCount: 50
                  cooldownPeriod: 120
                  triggers:
                    - type: aws-sqs-queue
                      metadata: { queueURL: "https://sqs.eu-central-1.amazonaws.com/1/q", awsRegion: eu-central-1, queueLength: "7" }
                    - type: cron
                      metadata: { timezone: Asia/Tokyo, start: 30 17 * * *, end: 30 1 * * *, desiredReplicas: "9" }
                """);
        QueueBacklog q = policy(w, 0, QueueBacklog.class);
        assertThat(q.goal()).isEqualTo(new QueueBacklog.PerReplica(7));
        assertThat(q.idle()).hasMinutes(2);
        Scheduled s = policy(w, 1, Scheduled.class);
        assertThat(s.entries()).hasSize(1).first().satisfies(e -> {
            assertThat(e.length()).hasHours(8);
            assertThat(e.min()).isEqualTo(9);
        });
        assertThat(w.workload().guardrails().bounds().min()).isZero();
    }

    @Test
    void annotationsOfKnativeBecomeWindows() {
        WorkloadSpec w = only("knative", """
                apiVersion: serving.knative.dev/v1
                kind: Service
                metadata: { name: model }
                spec:
                  template:
                    metadata:
                      annotations:
                        autoscaling.knative.dev/target: "80"
                        autoscaling.knative.dev/window: 2m
                        autoscaling.knative.dev/maxScale: "30"
                    spec: { containerConcurrency: 100, containers: [ { image: x } ] }
                """);
        ConcurrencyPanic c = policy(w, 0, ConcurrencyPanic.class);
        assertThat(c.perReplica()).isEqualTo(80);
        assertThat(c.utilisation()).isEqualTo(0.7);
        assertThat(c.stable()).hasMinutes(2);
        assertThat(c.panic()).hasSeconds(12);
        assertThat(w.workload().guardrails().bounds().max()).isEqualTo(30);
    }

    @Test
    void whatIsMissingIsMarkedAndAskedForByName() {
        Imported i = imported("hpa", HPA);
        assertThat(i.missing(Map.of())).containsExactly(Fact.BOOT, Fact.SERVICE_TIME, Fact.CONCURRENCY, Fact.DEADLINE);
        assertThat(i.missing(FACTS)).isEmpty();
        assertThat(i.spec(Map.of())).contains("boot: 1m  # ?", "# service-time: 100ms  # ?", "# objective:");
        assertThat(SpecReader.read("imported", i.spec(Map.of())).spec()).isNotNull();
    }

    /** Bad files, and a part of what is said of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxReplicas: 20       | maxReplicas: many    | spec.maxReplicas: 'many' is no whole number",
                "maxReplicas: 20       | other: 1             | spec.maxReplicas: this is missing",
                "averageUtilization: 70 | averageUtilization: [] | averageUtilization: a text is expected",
                "averageValue: 500m    | averageValue: 5 apples | averageValue: '5 apples' is no quantity",
                "averageValue: 500m    | averageValue: 0      | averageValue: the quantity must be positive",
                "kind: HorizontalPodAutoscaler | kind: Deployment | there is no HorizontalPodAutoscaler of autoscaling in it; there is: Deployment",
                "metrics:              | metrics: x\\n      other:  | spec.metrics: a list is expected",
                "'{ name: cpu, '       | '{ name: cpu '       | file.yaml:13:",
                "metrics:              | 'metrics: [] #'      | file.yaml:",
                "kind: List            | kind: *no            | stands for nothing"
            })
    void whatIsWrongIsToldWithItsPlace(String good, String bad, String told) {
        String text = HPA.replace(good, bad.replace("\\n", "\n"));
        assertThat(text).isNotEqualTo(HPA);
        assertThatThrownBy(() -> imported("hpa", text))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining(told);
    }

    @Test
    void namesCannotBreakOutOfTheirPlace() {
        String evil = HPA.replace("name: web,", "name: \"web\\n  evil: { x: y } # \",")
                .replace("queue/depth", "'a\", evil: 1, b: \"'");
        Spec spec =
                SpecReader.read("imported", imported("hpa", evil).spec(FACTS)).orThrow();
        assertThat(spec.workloads()).hasSize(1);
        assertThat(spec.workloads().keySet().iterator().next()).isEqualTo("web-evil-x-y");
    }
}
