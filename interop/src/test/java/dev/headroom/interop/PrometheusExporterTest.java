package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.testing.RealPrometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            budgets: [ { daily: 100 USD } ]
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void promtool() {
        RealPrometheus.assumeInstalled();
    }

    @Test
    void rulesOfEverySpecAreAccepted() throws Exception {
        List<String> command = new ArrayList<>(List.of("check", "rules", "--lint-fatal"));
        for (Path file : Examples.files()) {
            for (Document d : Examples.export("prometheus", Examples.read(file)).documents()) {
                if (d.path().endsWith(".rules.yaml")) {
                    String name = command.size() + "-" + file.getFileName();
                    Files.writeString(folder.resolve(name), d.text());
                    command.add(name);
                }
            }
        }
        assertThat(command).hasSizeGreaterThan(10);
        assertThat(RealPrometheus.promtool(folder, "", command.toArray(String[]::new)))
                .isEmpty();
    }

    @Test
    void theScrapeConfigurationIsAccepted() throws Exception {
        String scrape = Examples.export("prometheus", SPEC).documents().get(1).text();
        // Debian's Prometheus is built without the discovery of Kubernetes; the rest of the file is checked all the
        // same.
        String without = scrape.replaceAll("(?s)  kubernetes_sd_configs:.*?  relabel_configs", "  relabel_configs");
        assertThat(without).doesNotContain("kubernetes_sd").contains("relabel_configs");
        Files.writeString(folder.resolve("prometheus.yml"), without);
        assertThat(RealPrometheus.promtool(folder, "", "check", "config", "prometheus.yml"))
                .isEmpty();
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

    /** What a controller counts and shows, minute by minute, and which alert fires after half an hour. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "headroom_ready                                                | 0x60      | HeadroomNotReady critical",
                "headroom_ready                                                | 1x60      | ",
                "headroom_turns_total{workload='web', outcome='blind'}         | 0+1x60    | HeadroomBlind critical",
                // once, and long ago
                "headroom_turns_total{workload='web', outcome='blind'}         | 0x10 1x50 | ",
                "headroom_turns_total{workload='web', outcome='held'}          | 0+1x60    | ",
                "headroom_signal_failures_total{workload='web', signal='rps'}  | 0+1x60    | HeadroomSignalFails warning",
                "headroom_apply_failures_total{workload='web'}                 | 0+1x60    | HeadroomNotApplied critical",
                "headroom_store_failures_total{workload='web'}                 | 0+1x60    | HeadroomNotRecorded critical",
                "headroom_conflicted{workload='web'}                           | 1x60      | HeadroomConflict warning",
                "headroom_spec_refused{reason='bad'}                           | 1x60      | HeadroomSpecRefused warning",
                "headroom_spec_refused{reason='returned'}                      | 1x60      | HeadroomSpecReturned warning",
                "up{job='headroom'}                                            | 0x60      | HeadroomDown critical",
                "up{job='other'}                                               | 0x60      | ",
                // at minute 25, or just now; four intervals are a minute
                "headroom_last_turn_timestamp_seconds{workload='web'}          | 1500x60    | HeadroomTurnsStopped critical",
                "headroom_last_turn_timestamp_seconds{workload='web'}          | 0+60x60   | ",
                // 94 % began within 15 s, or all did
                "headroom_turn_lateness_seconds_bucket{le='15'}                | 0+470x60  | HeadroomLate warning",
                "headroom_turn_lateness_seconds_bucket{le='15'}                | 0+500x60  | ",
                "headroom_budget_spent{budget='all', period='day'}             | 95x60     | HeadroomBudget warning",
                "headroom_budget_spent{budget='all', period='day'}             | 100x60    | HeadroomBudget critical",
                "headroom_budget_spent{budget='all', period='month'}           | 9999x60   | ",
                // ten are asked for
                "headroom_replicas{workload='web', state='ready'}              | 9x60      | HeadroomCapacityMissing warning",
                "headroom_replicas{workload='web', state='starting'}           | 10x60     | ",
            })
    void theControllerIsWatched(String series, String values, @Nullable String alert) throws Exception {
        boolean lateness = series.startsWith("headroom_turn_lateness");
        String input = Stream.of(
                        series + "|" + values,
                        "headroom_budget_limit{budget='all', period='day'}|100x60",
                        "headroom_replicas_desired{workload='web'}|10x60",
                        "headroom_turn_lateness_seconds_bucket{le='60'}|0+" + (lateness ? 500 : 0) + "x60",
                        "headroom_turn_lateness_seconds_bucket{le='+Inf'}|0+" + (lateness ? 500 : 0) + "x60")
                .map(line -> line.split("\\|", -1))
                .map(one -> "      - { series: \"" + one[0] + "\", values: \"" + one[1] + "\" }\n")
                .collect(Collectors.joining());
        String expected = alert == null
                ? ""
                : "{ labels: '{alertname=\"" + alert.replace(" ", "\", severity=\"") + "\"}', value: 1 }";
        String test = """
                rule_files: [ headroom.rules.yaml ]
                evaluation_interval: 30s
                tests:
                  - interval: 1m
                    input_series:
                %s    promql_expr_test:
                      - expr: count by (alertname, severity) (ALERTS{alertstate="firing", alertname!="HeadroomSignalMissing"})
                        eval_time: 30m
                        exp_samples: [ %s ]
                """.formatted(input, expected);
        assertThat(tested(test)).isEmpty();
    }

    /** Its age is not Prometheus' to ask, so the promise of the queue is judged by what the controller read. */
    @Test
    void aSignalOfAnotherSourceComesFromTheController() throws Exception {
        String spec = """
                apiVersion: headroom/v1
                sources: { files: { type: sqs, queue-url: "http://localhost/files" } }
                workloads:
                  indexer:
                    target: { type: recommend }
                    bounds: { min: 1, max: 9 }
                    objective: { deadline: 10m, attainment: 99% }
                    signals: { age: { source: files, unit: milliseconds } }
                """;
        Exported exported = Examples.export("prometheus", spec);
        assertThat(exported.losses())
                .singleElement()
                .extracting(l -> l.gap().key())
                .isEqualTo("signals");
        String series = "headroom_signal_value{workload='indexer', signal='age', unit='seconds'}";
        String test = """
                rule_files: [ headroom.rules.yaml ]
                evaluation_interval: 30s
                tests:
                  - interval: 1m
                    input_series: [ { series: "%s", values: "60x30 601x30" } ]
                    promql_expr_test:
                      - { expr: headroom:signal, eval_time: 1h, exp_samples: [ { labels: 'headroom:signal{workload="indexer", signal="age"}', value: 601000 } ] }
                      - { expr: 'sum(headroom:missed)', eval_time: 29m, exp_samples: [ { labels: "{}", value: 0 } ] }
                      - { expr: 'sum(headroom:missed)', eval_time: 1h, exp_samples: [ { labels: "{}", value: 1 } ] }
                      - expr: count(ALERTS{alertname="HeadroomObjectiveBurns", window="1h", alertstate="firing"})
                        eval_time: 1h
                        exp_samples: [ { labels: "{}", value: 1 } ]
                """.formatted(series);
        assertThat(tested(exported.documents().getFirst().text(), test)).isEmpty();
    }

    private String tested(String test) throws IOException {
        return tested(Examples.export("prometheus", SPEC).documents().getFirst().text(), test);
    }

    private String tested(String rules, String test) throws IOException {
        Files.writeString(folder.resolve("headroom.rules.yaml"), rules);
        Files.writeString(folder.resolve("test.yaml"), test);
        return RealPrometheus.promtool(folder, "", "test", "rules", "test.yaml");
    }
}
