package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules and dashboards, judged by Prometheus itself. */
class PrometheusExporterTest {

    private static final String SPEC = """
            apiVersion: headroom/v1
            sources: { prom: { type: prometheus, url: "http://localhost:9090" } }
            workloads:
              web:
                target: { type: kubernetes, namespace: shop, name: web }
                bounds: { min: 2, max: 40 }
                objective: { latency: { p95: 3s }, attainment: 99% }
                signals:
                  p95: { source: prom, query: "latency_p95", unit: seconds }
                  rps: { source: prom, query: "sum(rate(requests_total[5m]))" }
                policies: [ { target: { signal: rps, per-replica: 100 } } ]
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void promtool() {
        boolean there;
        try {
            there = run(Path.of("."), "promtool", "--version").isEmpty();
        } catch (IOException | InterruptedException e) {
            there = false;
        }
        assumeTrue(there, "promtool is not installed (Debian's package prometheus has it)");
    }

    /** What a program says when it fails; empty when it does not. */
    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("promtool", ".txt");
        try {
            Process p = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!p.waitFor(60, TimeUnit.SECONDS)) {
                p.destroyForcibly();
                return "no end after 60 s";
            }
            return p.exitValue() == 0 ? "" : Files.readString(said);
        } finally {
            Files.delete(said);
        }
    }

    static List<Path> files() {
        return Examples.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void rulesOfEverySpecAreAccepted(Path file) throws Exception {
        for (Document d : Examples.export("prometheus", Examples.read(file)).documents()) {
            if (d.path().endsWith(".rules.yaml")) {
                Files.writeString(folder.resolve(d.path()), d.text());
                assertThat(run(folder, "promtool", "check", "rules", "--lint-fatal", d.path()))
                        .isEmpty();
            }
        }
    }

    @Test
    void theScrapeConfigurationIsAccepted() throws Exception {
        String scrape = Examples.export("prometheus", SPEC).documents().get(1).text();
        // Debian's Prometheus is built without the discovery of Kubernetes; the rest of the file is checked all the
        // same.
        String without = scrape.replaceAll("(?s)  kubernetes_sd_configs:.*?  relabel_configs", "  relabel_configs");
        assertThat(without).doesNotContain("kubernetes_sd").contains("relabel_configs");
        Files.writeString(folder.resolve("prometheus.yml"), without);
        assertThat(run(folder, "promtool", "check", "config", "prometheus.yml")).isEmpty();
    }

    /** The budget is 1 %: 14.4 % of an hour, 6 % of six hours, 3 % of a day, 1 % of three days may not be missed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 10 of the last 60 minutes and all of the last 5: 16.7 % > 14.4 %
                "1x120 9x10          | 130m | 1h | 1",
                // 8 of 60: 13.3 % is not enough
                "1x120 9x7           | 127m | 1h | 0",
                // over for a quarter of an hour: the short window has ended the alert
                "1x120 9x14 1x15     | 150m | 1h | 0",
                // one minute of ten, for long: 10 % is less than 14.4 % but more than 6 %
                "ONE_IN_TEN          | 10h  | 1h | 0",
                "ONE_IN_TEN          | 10h  | 6h | 1",
                // never
                "1x700               | 11h  | 3d | 0"
            })
    void alertsFollowTheBurnRate(String latency, String at, String window, int firing) throws Exception {
        String values = latency.equals("ONE_IN_TEN") ? "9 1x8 ".repeat(62).strip() : latency;
        String test = """
                rule_files: [ headroom.rules.yaml ]
                evaluation_interval: 30s
                tests:
                  - interval: 1m
                    input_series:
                      - { series: latency_p95, values: "%s" }
                    promql_expr_test:
                      - expr: count(ALERTS{alertname="HeadroomObjectiveBurns", alertstate="firing", window="%s"}) or vector(0)
                        eval_time: %s
                        exp_samples: [ { labels: "{}", value: %d } ]
                """.formatted(values, window, at, firing);
        assertThat(tested(test)).isEmpty();
    }

    @Test
    void aMissingSignalAndAFullWorkloadAreTold() throws Exception {
        String test = """
                rule_files: [ headroom.rules.yaml ]
                evaluation_interval: 30s
                tests:
                  - interval: 1m
                    input_series:
                      - { series: latency_p95, values: "1x60" }
                      - { series: 'kube_deployment_spec_replicas{namespace="shop", deployment="web"}', values: "39x20 40x40" }
                    promql_expr_test:
                      - expr: count by (alertname, signal) (ALERTS{alertstate="firing"})
                        eval_time: 55m
                        exp_samples:
                          - { labels: '{alertname="HeadroomSignalMissing", signal="rps"}', value: 1 }
                          - { labels: '{alertname="HeadroomAtMaximum"}', value: 1 }
                """;
        assertThat(tested(test)).isEmpty();
    }

    @Test
    void everyQueryOfTheDashboardFindsSomething() throws Exception {
        List<String> queries = new ArrayList<>();
        for (Document d : Examples.export("grafana", SPEC).documents()) {
            for (JsonNode expr : Schemas.tree(d.text()).findValues("expr")) {
                queries.add(expr.asText());
            }
        }
        assertThat(queries).hasSizeGreaterThan(8);
        StringBuilder expected = new StringBuilder();
        for (String q : queries) {
            expected.append("      - expr: 'count(").append(q).append(") > bool 0'\n");
            expected.append("        eval_time: 2h\n        exp_samples: [ { labels: \"{}\", value: 1 } ]\n");
        }
        String test = """
                rule_files: [ headroom.rules.yaml ]
                evaluation_interval: 30s
                tests:
                  - interval: 1m
                    input_series:
                      - { series: latency_p95, values: "1x150" }
                      - { series: requests_total, values: "0+600x150" }
                      - { series: 'kube_deployment_spec_replicas{namespace="shop", deployment="web"}', values: "4x150" }
                    promql_expr_test:
                """ + expected;
        assertThat(tested(test)).isEmpty();
    }

    private String tested(String test) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("headroom.rules.yaml"),
                Examples.export("prometheus", SPEC).documents().getFirst().text());
        Files.writeString(folder.resolve("test.yaml"), test);
        return run(folder, "promtool", "test", "rules", "test.yaml");
    }
}
