package dev.headroom.controller.metrics;

import static dev.headroom.controller.metrics.StillConsole.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.controller.Console.Event;
import dev.headroom.controller.Console.Severity;
import dev.headroom.controller.WorkloadStatus.Band;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.engine.model.Reading;
import dev.headroom.spec.Telemetry;
import dev.headroom.testing.RealPrometheus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsTest {

    private static final Reading FINE = Reading.of(250, NOW.minusSeconds(20));

    private final StillConsole console = new StillConsole();
    private final Metrics metrics = new Metrics(console);

    private String page() {
        return new String(metrics.page(null).body(), StandardCharsets.UTF_8);
    }

    /** The values of our own series, as the page has them. */
    private Map<String, String> values() {
        Map<String, String> out = new TreeMap<>();
        page().lines().filter(l -> l.startsWith("headroom_")).forEach(l -> {
            int end = l.lastIndexOf(' ');
            out.put(l.substring(0, end), l.substring(end + 1));
        });
        return out;
    }

    /** Everything that can happen has happened. */
    private void live() {
        console.workloads = List.of(StillConsole.web(Outcome.SCALED, FINE, ""), StillConsole.unseen("night \"shift\""));
        console.budgets = List.of(StillConsole.budget(30.0));
        console.turn(console.workloads.getFirst(), Duration.ofMillis(20), Duration.ofMillis(3));
        console.turn(
                StillConsole.web(Outcome.NOT_APPLIED, Reading.failed("HTTP 503"), "hpa/web"),
                Duration.ofSeconds(2),
                Duration.ofSeconds(7));
        console.turn(
                StillConsole.web(Outcome.HELD, Reading.missing("no series"), "hpa/web"), Duration.ZERO, Duration.ZERO);
        console.tell(new Event.Told(NOW, "web", Severity.WARNING, "80 % of the daily budget is spent"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            headroom_replicas{state="ready",workload="web"}                                    | 3.0
            headroom_replicas{state="starting",workload="web"}                                 | 2.0
            headroom_replicas{state="draining",workload="web"}                                 | 1.0
            headroom_replicas_desired{workload="web"}                                          | 7.0
            headroom_replicas_min{workload="web"}                                              | 2.0
            headroom_replicas_max{workload="web"}                                              | 40.0
            headroom_signal_value{signal="rps",unit="per_second",workload="web"}               | 100.0
            headroom_signal_value{signal="p95",unit="seconds",workload="web"}                  | 0.25
            headroom_signal_age_seconds{signal="rps",workload="web"}                           | 20.0
            headroom_signal_failures_total{cause="failed",signal="p95",workload="web"}         | 1.0
            headroom_signal_failures_total{cause="missing",signal="p95",workload="web"}        | 1.0
            headroom_signal_failures_total{cause="missing",signal="rps",workload="web"}        | 0.0
            headroom_forecast_value{probability="0.05",signal="rps",unit="per_second",workload="web"} | 2.0
            headroom_forecast_value{probability="0.5",signal="rps",unit="per_second",workload="web"}  | 20.0
            headroom_forecast_value{probability="0.95",signal="rps",unit="per_second",workload="web"} | 200.0
            headroom_forecast_error_ratio{model="harmonic",signal="rps",workload="web"}        | 0.08
            headroom_decisions_total{direction="up",workload="web"}                            | 3.0
            headroom_decisions_total{direction="down",workload="web"}                          | 0.0
            headroom_turns_total{outcome="scaled",workload="web"}                              | 1.0
            headroom_turns_total{outcome="not_applied",workload="web"}                         | 1.0
            headroom_turns_total{outcome="blind",workload="web"}                               | 0.0
            headroom_last_turn_timestamp_seconds{workload="web"}                               | 1.795694395E9
            headroom_turn_duration_seconds_bucket{le="0.005"}                                  | 2
            headroom_turn_duration_seconds_bucket{le="+Inf"}                                   | 3
            headroom_turn_duration_seconds_sum                                                 | 7.003
            headroom_turn_lateness_seconds_count                                               | 3
            headroom_apply_failures_total{workload="web"}                                      | 1.0
            headroom_store_failures_total{workload="web"}                                      | 0.0
            headroom_conflicts_total{workload="web"}                                           | 1.0
            headroom_conflicted{workload="web"}                                                | 0.0
            headroom_overrides{kind="freeze_in",workload="web"}                                | 1.0
            headroom_overrides{kind="pin",workload="web"}                                      | 0.0
            headroom_alerts_total{severity="warning",workload="web"}                           | 1.0
            headroom_cost_per_hour{currency="USD",workload="web"}                              | 0.84
            headroom_cost_today{currency="USD",workload="web"}                                 | 12.5
            headroom_budget_limit{budget="all",currency="USD",period="day"}                    | 30.0
            headroom_budget_spent{budget="all",currency="USD",period="day"}                    | 12.5
            headroom_budget_spent{budget="all",currency="USD",period="month"}                  | 301.0
            headroom_objective_attainment_ratio{workload="web"}                                | 0.998
            headroom_shadow_replica_seconds{side="decided",workload="web"}                     | 23400.0
            headroom_shadow_cost{currency="USD",side="real",workload="web"}                    | 1.6
            headroom_shadow_short_ratio{workload="web"}                                        | 0.02
            headroom_workloads                                                                 | 2.0
            headroom_leases_held                                                               | 1.0
            headroom_ready                                                                     | 1.0
            headroom_spec_loaded_timestamp_seconds                                             | 1.7956908E9
            headroom_spec_refused{reason="bad"}                                                | 0.0
            headroom_rollout_stage{stage="first"}                                              | 1.0
            headroom_rollout_stage{stage="shadow"}                                             | 0.0
            headroom_spec_info{fingerprint="a1b2c3"}                                           | 1
            headroom_controller_info{holder="node-1/4711",mode="acting"}                       | 1
            headroom_build_info{version="0.1.0"}                                               | 1
            headroom_replicas_max{workload="night \\"shift\\""}                                | 10.0
            """)
    void whatIsShownIsOnThePage(String series, String value) {
        live();
        assertThat(values()).containsEntry(series, value);
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        console.workloads = List.of(StillConsole.unseen("night"));
        console.budgets = List.of(StillConsole.budget(null));
        assertThat(values().keySet())
                .filteredOn(s -> s.contains("\"night\"") && !s.contains("_total"))
                .containsExactlyInAnyOrder(
                        "headroom_replicas_min{workload=\"night\"}",
                        "headroom_replicas_max{workload=\"night\"}",
                        "headroom_conflicted{workload=\"night\"}",
                        "headroom_overrides{kind=\"pin\",workload=\"night\"}",
                        "headroom_overrides{kind=\"pause\",workload=\"night\"}",
                        "headroom_overrides{kind=\"freeze_in\",workload=\"night\"}");
        assertThat(page()).doesNotContain("headroom_budget_limit", "NaN\n");
    }

    @ParameterizedTest
    @EnumSource
    void everyFamilyOfTheTableIsThere(Telemetry family) {
        live();
        String type = family.type() == Telemetry.Type.INFO
                ? "gauge"
                : family.type().name().toLowerCase(Locale.ROOT);
        assertThat(page())
                .contains("# HELP " + family.metric() + " " + family.help() + "\n")
                .contains("# TYPE " + family.metric() + " " + type + "\n");
    }

    @Test
    void noFamilyIsMissingFromTheTable() {
        live();
        List<String> table =
                List.of(Telemetry.values()).stream().map(Telemetry::metric).toList();
        assertThat(page().lines()
                        .filter(l -> l.startsWith("# TYPE headroom_"))
                        .map(l -> l.split(" ", -1)[2])
                        .toList())
                .isSubsetOf(table)
                .hasSameSizeAs(table);
    }

    @Test
    void aWorkloadThatIsGoneIsForgotten() {
        live();
        assertThat(page()).contains("headroom_turns_total{outcome=\"scaled\",workload=\"web\"} 1.0");
        console.workloads = List.of(StillConsole.unseen("night"));
        assertThat(page()).doesNotContain("workload=\"web\"");
        console.refusal = "line 3: no such key";
        assertThat(values())
                .containsEntry("headroom_spec_refused{reason=\"bad\"}", "1.0")
                .containsEntry("headroom_spec_refused{reason=\"returned\"}", "0.0");
        console.returned = true;
        assertThat(values())
                .containsEntry("headroom_spec_refused{reason=\"bad\"}", "0.0")
                .containsEntry("headroom_spec_refused{reason=\"returned\"}", "1.0");
    }

    @Test
    void closingEndsTheCounting() {
        metrics.close();
        assertThat(console.listeners).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-61, -1",
        "-60, 0",
        "-1, 0",
        "0, 0",
        "59, 0",
        "60, 1",
        "179, 2",
        "180, -1",
        "100000000, -1",
    })
    void aForecastIsReadAtItsStep(long secondsAfterStart, int step) {
        double[] any = {1, 2, 3};
        Band band = new Band("any", NOW, 60, any, any, any, Double.NaN);
        assertThat(Looks.step(band, NOW.plusSeconds(secondsAfterStart))).isEqualTo(step);
    }

    @Test
    void theFormatIsTheOneAskedFor() {
        live();
        assertThat(metrics.page("").contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        Metrics.Page open = metrics.page("application/openmetrics-text;version=1.0.0,text/plain;q=0.5,*/*;q=0.1");
        assertThat(open.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(new String(open.body(), StandardCharsets.UTF_8)).endsWith("# EOF\n");
    }

    @Test
    void promtoolFindsNothingAmiss(@TempDir Path folder) {
        RealPrometheus.assumeInstalled();
        live();
        assertThat(RealPrometheus.promtool(folder, page(), "check", "metrics")).isEmpty();
    }
}
