package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other systems' files in and out, as a user does it. */
class ImportExportTest {

    private static final String HPA = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: { name: web, namespace: shop }
            spec:
              scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
              minReplicas: 2
              maxReplicas: 40
              metrics:
                - type: Resource
                  resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("hpa.yaml"), HPA);
        StringBuilder csv = new StringBuilder("timestamp,requests\n");
        for (int minute = 0; minute < 60; minute++) {
            csv.append("2026-01-05T00:%02d:00Z,%d%n".formatted(minute, minute < 30 ? 3000 : 12_000));
        }
        Files.writeString(folder.resolve("hour.csv"), csv);
    }

    @Test
    void aShapeIsNoFileOfAnImport() {
        assertThat(run("import", "hpa", file("hpa.yaml"), "-o", "json")).isEqualTo(2);
        assertThat(err.toString()).contains("a spec is written in YAML alone", "write ./json");
        assertThat(run("import", "hpa", file("hpa.yaml"), "-d", file("web.yaml")))
                .isZero();
        assertThat(folder.resolve("web.yaml")).exists();
    }

    @Test
    void whatCannotBeExportedIsAProblemInEveryShape() {
        run("import", "hpa", file("hpa.yaml"), "-o", file("web.yaml"));
        assertThat(run("export", "cloudformation", file("web.yaml"), "-o", "json"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("\"documents\" : [ ]");
    }

    @Test
    void whatATeamRunsTodayIsSimulatedWithoutASpec() throws IOException {
        assertThat(run(
                        "simulate",
                        "--import",
                        "hpa",
                        file("hpa.yaml"),
                        "--trace",
                        file("hour.csv"),
                        "--boot",
                        "30s",
                        "--service-time",
                        "100ms",
                        "--concurrency",
                        "4",
                        "--latency",
                        "500ms",
                        "--price",
                        "0.05 USD/h",
                        "-o",
                        "json"))
                .as(err.toString())
                .isZero();
        JsonNode all = new ObjectMapper().readTree(out.toString());
        assertThat(all.get("workload").asText()).isEqualTo("web");
        assertThat(all.findValues("cost")).isNotEmpty();
    }

    @Test
    void missingFactsAreAskedForByName() {
        assertThat(run("simulate", "--import", "hpa", file("hpa.yaml"), "--trace", file("hour.csv"), "--boot", "30s"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--service-time 100ms", "--concurrency 10", "--latency 500ms")
                .doesNotContain("--boot");
    }

    @Test
    void factsWithoutAnImportAreRefused() {
        assertThat(run("simulate", file("spec.yaml"), "--trace", file("hour.csv"), "--boot", "30s"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--boot goes with --import");
    }

    @Test
    void anImportedSpecIsWrittenAndValid() {
        assertThat(run("import", "hpa", file("hpa.yaml"), "-o", file("headroom.yaml")))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("wrote ", "a simulation also needs");
        assertThat(run("validate", file("headroom.yaml"))).as(err.toString()).isZero();
        assertThat(run("export", "kubernetes", file("headroom.yaml"), "-d", file("deploy")))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve("deploy/web.hpa.yaml")).content().contains("averageUtilization: 60");
    }

    @Test
    void lossesAreInTheJson() throws IOException {
        assertThat(run("import", "hpa", file("hpa.yaml"), "-o", file("headroom.yaml")))
                .isZero();
        assertThat(run("export", "keda", file("headroom.yaml"), "-o", "json"))
                .as(err.toString())
                .isZero();
        JsonNode all = new ObjectMapper().readTree(out.toString());
        assertThat(all.at("/documents/0/path").asText()).isEqualTo("web.scaledobject.yaml");
        assertThat(all.get("losses").isArray()).isTrue();
    }

    @Test
    void badFilesAreRefusedInALine() throws IOException {
        assertThat(run("import", "hpa", file("none.yaml"))).isEqualTo(1);
        assertThat(err.toString()).contains("there is no such file");
        Files.writeString(folder.resolve("bad.yaml"), HPA.replace("maxReplicas: 40", "maxReplicas: lots"));
        assertThat(run("import", "hpa", file("bad.yaml"))).isEqualTo(1);
        assertThat(err.toString()).contains("spec.maxReplicas: 'lots' is no whole number");
        assertThat(run("import", "hpb", file("bad.yaml"))).isEqualTo(2);
        assertThat(err.toString()).contains("'hpb' is no format to import; there are: hpa, keda, knative");
        assertThat(run("export", "hpb", file("bad.yaml"))).isEqualTo(2);
    }
}
