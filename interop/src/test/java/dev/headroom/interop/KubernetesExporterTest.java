package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesExporterTest {

    private static final String HPA = "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler";

    private static final String FEATURES = """
            apiVersion: headroom/v1
            workloads:
              features:
                target: { type: kubernetes, namespace: ml, name: feature-server }
                bounds: { min: 3, max: 20 }
                signals:
                  cpu: { measures: utilisation, unit: percent }
                  rps: { query: requests_per_second }
                policies:
                  - target: { signal: cpu, average: 70% }
                  - target: { signal: rps, per-replica: 500/s }
                  - schedule: [{ cron: "0 9 * * *", min: 5 }]
                guardrails:
                  stabilisation: { up: 0s, down: 300s }
                  rate:
                    up: [{ percent: 100%, period: 15s }, { replicas: 4, period: 15s }]
                    down: [{ percent: 10%, period: 60s }]
            """;

    private static Exported export(String yaml) {
        Spec spec = SpecReader.read("test.yaml", yaml).orThrow();
        return new KubernetesExporter()
                .export(spec, List.copyOf(spec.workloads().values()));
    }

    @Test
    void anHpaIsValidByThePublishedDefinition() {
        String text = export(FEATURES).documents().getFirst().text();
        assertThat(Schemas.kubernetes(HPA, text)).isEmpty();
        assertThat(Schemas.kubernetes(HPA, text + "extra: 1\n")).isNotEmpty();
    }

    @Test
    void anHpaSaysWhatTheSpecSays() {
        JsonNode spec =
                Schemas.tree(export(FEATURES).documents().getFirst().text()).get("spec");
        assertThat(spec.at("/scaleTargetRef/name").asText()).isEqualTo("feature-server");
        assertThat(spec.get("minReplicas").asInt()).isEqualTo(3);
        assertThat(spec.get("maxReplicas").asInt()).isEqualTo(20);
        assertThat(spec.at("/metrics/0/resource/target/averageUtilization").asInt())
                .isEqualTo(70);
        assertThat(spec.at("/metrics/1/external/metric/name").asText()).isEqualTo("requests_per_second");
        assertThat(spec.at("/metrics/1/external/target/averageValue").asText()).isEqualTo("500");
        assertThat(spec.at("/behavior/scaleUp/policies")).hasSize(2);
        assertThat(spec.at("/behavior/scaleDown/policies/0/value").asInt()).isEqualTo(10);
        assertThat(spec.at("/behavior/scaleDown/stabilizationWindowSeconds").asInt())
                .isEqualTo(300);
    }

    @Test
    void whatAnHpaCannotSayIsListed() {
        String stepped = FEATURES.replace(
                "- schedule: [{ cron: \"0 9 * * *\", min: 5 }]", "- step: { signal: cpu, above: { 60%: +1 } }");
        assertThat(export(stepped).losses())
                .extracting(l -> l.gap().key() + " " + l.detail())
                .contains("policies step(cpu)");
        assertThat(export(FEATURES).losses())
                .extracting(l -> l.gap().key())
                .containsExactly("guardrails.blast-radius", "target");
    }
}
