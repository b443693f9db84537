package dev.headroom.planner;

import static dev.headroom.planner.Inputs.group;
import static dev.headroom.planner.Inputs.inputs;
import static dev.headroom.planner.Inputs.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.planner.quantity.Fraction;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Input;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Plans as wholes. */
class PlannerTest {

    private static Map<String, Input> demand(long daily, long sessions) {
        return inputs(
                "daily-requests",
                daily,
                "peak-sessions",
                sessions,
                "session",
                "87s",
                "requests-per-session",
                3.2,
                "cache-hits",
                "35%",
                "tokens-per-request",
                1550);
    }

    private static Map<String, Map<String, Input>> services() {
        Map<String, Map<String, Input>> out = new LinkedHashMap<>();
        out.put(
                "model",
                inputs(
                        "sizer",
                        "llm-throughput",
                        "share",
                        "30%",
                        "unit-throughput",
                        "50000 tokens/min",
                        "buffer",
                        "25%",
                        "price",
                        "2 USD/h"));
        out.put(
                "tasks",
                inputs(
                        "sizer",
                        "tasks",
                        "hold-time",
                        "1s",
                        "concurrency",
                        10,
                        "buffer",
                        "25%",
                        "workload",
                        "web",
                        "instance",
                        "m5.large"));
        out.put(
                "promise",
                inputs("sizer", "tasks", "hold-time", "200ms", "concurrency", 4, "latency", "1s", "attainment", "95%"));
        out.put(
                "table",
                inputs(
                        "sizer",
                        "key-value-table",
                        "reads",
                        group("a", group("size", "5KiB")),
                        "writes",
                        group("a", group("size", "1KiB"))));
        out.put("search", inputs("sizer", "search-cluster", "unit-queries", "30/s"));
        out.put("shards", inputs("sizer", "sharded-cache", "node-operations", "100/s"));
        out.put("grown", inputs("sizer", "growth", "safety", 1.5, "growth", 1.5, "years", 2, "unit-rate", "1/s"));
        return out;
    }

    @Property(tries = 60)
    void moreDemandNeverNeedsLess(
            @ForAll @IntRange(min = 1, max = 2_000_000) int daily,
            @ForAll @IntRange(min = 1, max = 40_000) int sessions,
            @ForAll @IntRange(max = 30_000) int more) {
        Plan less = plan(demand(daily, sessions), services());
        Plan plenty = plan(demand(daily + 10L * more, sessions + more), services());
        less.services()
                .forEach(s -> s.bought().forEach(b -> {
                    assertThat(less.figures()
                                    .value(b.figure())
                                    .exceeds(plenty.figures().value(b.figure())))
                            .as(b.figure())
                            .isFalse();
                    assertThat(less.figures().value(b.figure()).amount().isWhole())
                            .isTrue();
                }));
        assertThat(less.figures()
                        .value("total.monthly-cost")
                        .exceeds(plenty.figures().value("total.monthly-cost")))
                .isFalse();
    }

    @Test
    void whatIsEnteredRoundedStandsBesideThePlan() {
        Map<String, Input> demand = demand(1_000_000, 20_000);
        demand.put("entered", group("think-time", "27s", "peak-rate", "740/s", "origin-rate", "480/s"));
        Plan p = plan(demand, services());
        assertThat(p.figures().value("model.units")).isEqualTo(Quantity.of("334", "units"));
        assertThat(p.entered().value("model.units")).isEqualTo(Quantity.of("335", "units"));
        assertThat(p.differs("model.units")).isTrue();
        assertThat(p.differs("sustained-rate")).isFalse();
    }

    @Test
    void theBaselineIsThePlanAtTheSustainedRate() {
        Plan p = plan(demand(10_000_000, 20_000), services());
        assertThat(p.baseline().value("origin-rate").amount())
                .isEqualTo(Fraction.of(10_000_000, 86_400).times(Fraction.of(65, 100)));
        assertThat(p.baseline().value("tasks.tasks")).isEqualTo(Quantity.of("10", "tasks"));
    }

    @Test
    void whatIfTakesThePlaceOfInputsAndFormulas() {
        Planner.Options options =
                new Planner.Options(1, 1000, 1, Map.of("peak-sessions", "40000", "promise.hold-time", "100ms"));
        Plan p = plan(demand(1_000_000, 20_000), services(), options);
        assertThat(p.figures().value("tasks.tasks")).isEqualTo(Quantity.of("120", "tasks"));
        assertThat(p.figures().value("promise.hold-time")).isEqualTo(Quantity.of("100", "ms"));
    }

    /** Units grow by 1.5 a year from 60: more than 50 now, more than 100 when 59.77 × 1.5^(m/12) passes 100, in month 16. */
    @Test
    void theMonthInWhichALimitIsReached() {
        Map<String, Input> demand = demand(1_000_000, 20_000);
        demand.put("growth", group("per-year", "1.5"));
        Map<String, Map<String, Input>> services = services();
        Objects.requireNonNull(services.get("tasks")).put("quota", new Input.Text("100"));
        Objects.requireNonNull(services.get("model")).put("quota", new Input.Text("100000"));
        GrowthPath growth = Objects.requireNonNull(plan(demand, services, new Planner.Options(3, 1000, 1, Map.of()))
                .growth());
        assertThat(growth.grows()).containsExactly("daily-requests", "peak-sessions");
        assertThat(growth.reached())
                .extracting(GrowthPath.Reached::what, GrowthPath.Reached::month)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("the maximum of workload web", 0),
                        org.assertj.core.groups.Tuple.tuple("the quota of tasks", 16),
                        org.assertj.core.groups.Tuple.tuple("the quota of model", -1));
        assertThat(growth.years()).hasSize(4);
        assertThat(growth.years().get(2).get("tasks.tasks")).isEqualTo(Quantity.of("135", "tasks"));
    }

    @Test
    void costsAreExact() {
        Plan p = plan(
                inputs("peak-rate", "480/s", "sustained-rate", "100/s"),
                Map.of("search", inputs("sizer", "search-cluster", "unit-queries", "30/s", "price", "0.24 USD/h")),
                new Planner.Options(3, 1000, 1, Map.of()));
        assertThat(p.figures().value("search.monthly-cost")).isEqualTo(Quantity.of("2803.2", "USD"));
        assertThat(p.figures().value("total.yearly-cost")).isEqualTo(Quantity.of("33638.4", "USD"));
        assertThat(p.figures().value("total.3-year-cost")).isEqualTo(Quantity.of("100915.2", "USD"));
        assertThat(p.figures().value("total.cost-per-request").amount())
                .isEqualTo(Fraction.of(28032, 10).over(Fraction.of(100 * 730 * 3600L)));
    }

    /** A reference is meant as the quantity itself would be where it stands. */
    @Test
    void aReferenceIsMeantAsWhatIsEnteredThere() {
        Map<String, Input> demand = inputs(
                "peak-rate",
                "480/s",
                "quantities",
                group("box", "2GiB", "many", "1000000", "scan", "100/min", "wait", "72h"));
        Plan p = plan(
                demand,
                Map.of(
                        "c",
                        inputs(
                                "sizer",
                                "cache",
                                "entries",
                                group("a", group("count", "many", "size", "2KiB")),
                                "node-memory",
                                "box"),
                        "w",
                        inputs(
                                "sizer",
                                "queue-workers",
                                "measured",
                                "520/h",
                                "items",
                                "many",
                                "deadline",
                                "wait",
                                "producer",
                                "scan",
                                "instance",
                                "m5.large")));
        assertThat(p.figures().value("c.primaries")).isEqualTo(Quantity.of("2", "nodes"));
        assertThat(p.figures().value("w.instances")).isEqualTo(Quantity.of("27", "instances"));
        assertThat(p.figures().value("w.job-cost").shown()).isEqualTo("186.62 USD");
        assertThat(p.contradictions()).extracting(c -> c.kind()).containsExactly("producer-too-slow");
    }
}
