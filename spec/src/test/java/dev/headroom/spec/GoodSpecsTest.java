package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Budget;
import dev.headroom.engine.guardrail.DependencyLimit;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.engine.policy.Predictive;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.StepScaling.Side;
import dev.headroom.engine.policy.StepScaling.Step;
import dev.headroom.engine.policy.TargetTracking;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoodSpecsTest {

    static List<Path> good() {
        return Specs.good();
    }

    private static Spec read(String name) {
        return SpecReader.read(Specs.root().resolve("spec/src/test/resources/dev/headroom/spec/good/" + name))
                .orThrow();
    }

    private static Workload workload(String file, String name) {
        return Specs.workload(read(file), name).workload();
    }

    @Test
    void aSignalIsForecastFromTheLongestHistoryThatAPolicyAsksFor() {
        String spec = """
            apiVersion: headroom/v1
            workloads:
              web:
                replica: { boot: 60s, concurrency: 10 }
                bounds: { min: 1, max: 40 }
                objective: { latency: { p95: 500ms }, attainment: 99% }
                signals:
                  busy: { query: busy }
                policies:
                  - predict: { signal: busy, per-replica: 7, history: 28d }
                  - predict: { signal: busy, per-replica: 9, quantile: p90, history: 7d }
            """;
        WorkloadSpec web = Specs.workload(SpecReader.read("two.yaml", spec).orThrow(), "web");
        assertThat(web.histories()).containsExactly(Map.entry("busy", Duration.ofDays(28)));
    }

    @ParameterizedTest
    @MethodSource("good")
    void isReadWithoutErrors(Path file) {
        Loaded loaded = SpecReader.read(file);
        assertThat(loaded.problems()).noneMatch(p -> p.severity() == Problem.Severity.ERROR);
        assertThat(loaded.spec()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("good")
    void writtenAndReadAgainIsTheSame(Path file) {
        Spec spec = SpecReader.read(file).orThrow();
        String written = SpecWriter.write(spec);
        Spec again = SpecReader.read("written", written).orThrow();
        assertThat(again).isEqualTo(spec);
        assertThat(SpecWriter.write(again)).isEqualTo(written);
    }

    /** A key that no good spec uses would be one that no test has seen work. */
    @Test
    void corpusUsesEveryKey() {
        String all = Specs.good().stream().map(Specs::text).collect(Collectors.joining("\n"));
        Set<String> unused = new LinkedHashSet<>();
        List<Table<?>> tables = new ArrayList<>();
        SpecTable.TABLE.tables(tables::add);
        for (Table<?> table : tables) {
            for (Key<?, ?> key : table.keys()) {
                if (!Pattern.compile("(^|[\\s{,])" + Pattern.quote(key.name()) + ":", Pattern.MULTILINE)
                        .matcher(all)
                        .find()) {
                    unused.add(table.name() + "." + key.name());
                }
            }
        }
        PolicyForm.ITEM.names().keySet().forEach(policy -> {
            if (!Pattern.compile("(- |\\[ )(\\{ )?" + policy + "\\b")
                    .matcher(all)
                    .find()) {
                unused.add(policy);
            }
        });
        assertThat(unused).isEmpty();
    }

    @Test
    void designExampleMeansWhatItSays() {
        Workload w = workload("design.yaml", "orchestrator");
        assertThat(w.replica().boot()).isEqualTo(Duration.ofSeconds(45));
        assertThat(w.replica().warmup()).isEqualTo(Duration.ofSeconds(20));
        assertThat(w.replica().concurrency()).isEqualTo(10);
        assertThat(w.objective().quantile()).isEqualTo(0.95);
        assertThat(w.objective().latency()).isEqualTo(Duration.ofSeconds(3));
        assertThat(w.objective().attainment()).isEqualTo(0.999);
        assertThat(w.signals()).extracting(s -> s.measures()).containsExactly(Measure.IN_FLIGHT, Measure.UTILISATION);
        assertThat(w.signals()).extracting(s -> s.unit()).containsExactly(Unit.COUNT, Unit.PERCENT);
        assertThat(w.policies())
                .extracting(p -> p.policy().getClass().getSimpleName())
                .containsExactly("TargetTracking", "StepScaling", "Predictive", "Scheduled");
        assertThat(w.policies().get(0).policy())
                .isEqualTo(new TargetTracking("inflight", TargetTracking.Mode.TOTAL, 10, 0.1, 0.1));
        StepScaling step = (StepScaling) w.policies().get(1).policy();
        double inf = Double.POSITIVE_INFINITY;
        assertThat(step.type()).isEqualTo(StepScaling.Type.CHANGE);
        assertThat(step.above())
                .isEqualTo(new Side(
                        0.6,
                        List.of(
                                new Step(0, 0.75 - 0.6, 1),
                                new Step(0.75 - 0.6, 0.9 - 0.6, 3),
                                new Step(0.9 - 0.6, inf, 5))));
        assertThat(step.below())
                .isEqualTo(new Side(0.4, List.of(new Step(-inf, 0.25 - 0.4, -2), new Step(0.25 - 0.4, 0, -1))));
        assertThat(w.policies().get(2).policy())
                .isEqualTo(new Predictive("inflight", 0, 0.7, 0.9, Duration.ofMinutes(1), false, 0.5));
        Scheduled schedule = (Scheduled) w.policies().get(3).policy();
        assertThat(schedule.entries()).extracting(e -> e.min()).containsExactly(50, 10);
        assertThat(schedule.entries().get(0).start().nextAfter(Instant.parse("2026-03-01T00:00:00Z")))
                .isEqualTo("2026-03-01T08:30:00Z");
        assertThat(w.combiner()).isEqualTo(Combiner.MAXIMUM);
        assertThat(w.guardrails().cooldown()).isNotNull();
        Budget budget = Objects.requireNonNull(w.guardrails().budget());
        assertThat(budget.monthly()).isEqualTo(25_000);
        assertThat(budget.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(budget.alerts()).containsExactly(0.5, 0.8, 0.9, 1.0);
        assertThat(w.replica().price()).hasToString("0.12324 USD");
    }

    @Test
    void workloadWithoutPoliciesIsSizedByTheCapacityModel() {
        Workload w = workload("minimal.yaml", "web");
        assertThat(w.policies()).extracting(p -> p.policy()).containsExactly(new CapacityModel(0.7, 2, 0.5));
        assertThat(Specs.workload(read("minimal.yaml"), "web").service())
                .isEqualTo(new ServiceSpec.Requests(DistributionSpec.exponential(Duration.ofMillis(100)), 1000, null));
    }

    @Test
    void connectionsOfAServiceLimitReplicas() {
        assertThat(workload("chatbot.yaml", "orchestrator").guardrails().dependencies())
                .containsExactly(new DependencyLimit("session pool", 1000, 20, null, false, 5));
    }

    @Test
    void budgetsReachOnlyTheirWorkloads() {
        Spec shop = read("shop-sale.yaml");
        assertThat(Specs.workload(shop, "web").workload().guardrails().budget())
                .extracting(Budget::hourly)
                .isEqualTo(100.0);
        assertThat(Specs.workload(shop, "db").workload().guardrails().budget())
                .extracting(Budget::hourly)
                .isEqualTo(10.0);
    }

    @Test
    void theWorldOfASimulationMayBeUnreliable() {
        Spec spec = read("unreliable.yaml");
        WorkloadSpec web = Specs.workload(spec, "web");
        assertThat(web.lifecycle().launches())
                .isEqualTo(new LaunchesSpec(0.02, Duration.ofSeconds(90), 0.1, 4, Duration.ofSeconds(30)));
        assertThat(web.supply())
                .isEqualTo(new SupplySpec(30, null, new SupplySpec.Spot(2, 0.25, 0.35, 0.05, Duration.ofSeconds(90))));
        assertThat(web.service())
                .isEqualTo(new ServiceSpec.Requests(
                        DistributionSpec.exponential(Duration.ofMillis(100)),
                        1000,
                        Duration.ofSeconds(5),
                        new RetriesSpec(1, 4, Duration.ofMillis(500), 1.5, Duration.ofSeconds(20), 0.5),
                        0));
        assertThat(Specs.workload(spec, "jvm").supply().warmPool())
                .isEqualTo(new SupplySpec.WarmPool(
                        SupplySpec.State.RUNNING, 8, 1, DistributionSpec.constant(Duration.ofSeconds(20)), 0.08, true));
    }
}
