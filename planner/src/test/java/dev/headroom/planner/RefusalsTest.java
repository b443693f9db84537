package dev.headroom.planner;

import static dev.headroom.planner.Inputs.group;
import static dev.headroom.planner.Inputs.inputs;
import static dev.headroom.planner.Inputs.plan;
import static dev.headroom.planner.Inputs.uncertain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.planner.sizer.Check.Contradiction;
import dev.headroom.planner.sizer.Input;
import dev.headroom.planner.sizer.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is said with its place and what would be right; what contradicts itself is named. */
class RefusalsTest {

    private static final Map<String, Input> DEMAND = inputs("peak-rate", "480/s");

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(
                        "services.s.rate",
                        "-5/s is negative",
                        inputs("sizer", "tasks", "rate", "-5/s", "per-task", "1/s")),
                Arguments.of(
                        "services.s.share",
                        "130% is more than all of it",
                        inputs(
                                "sizer",
                                "llm-throughput",
                                "share",
                                "130%",
                                "tokens-per-request",
                                1,
                                "unit-throughput",
                                "1 tokens/min")),
                Arguments.of(
                        "services.s.hold-time",
                        "0 s is nothing, and others are divided by it",
                        inputs("sizer", "tasks", "hold-time", "0s", "concurrency", 1)),
                Arguments.of(
                        "services.s.instance",
                        "the price of an instance 'c9.huge' is not known",
                        inputs("sizer", "tasks", "per-task", "1/s", "instance", "c9.huge")),
                Arguments.of(
                        "services.s.rate",
                        "480 s is a duration, and a rate is expected",
                        inputs("sizer", "tasks", "rate", "480 s", "per-task", "1/s")),
                Arguments.of(
                        "services.s.rate",
                        "480 has no unit",
                        inputs("sizer", "tasks", "rate", "480", "per-task", "1/s")),
                Arguments.of(
                        "services.s.rate",
                        "no quantity 'peak-rat' is defined",
                        inputs("sizer", "tasks", "rate", "peak-rat", "per-task", "1/s")),
                Arguments.of("services.s", "'hold-time' is missing", inputs("sizer", "tasks", "concurrency", 1)),
                Arguments.of(
                        "services.s.rate",
                        "the values must not decrease: low first, high last",
                        inputs("sizer", "tasks", "rate", uncertain("range", "20/s", "10/s"), "per-task", "1/s")),
                Arguments.of("services.s.sizer", "there is no such sizer", inputs("sizer", "guess")),
                Arguments.of(
                        "services.s.unit",
                        "'a b' is no name for things",
                        inputs("sizer", "tasks", "per-task", "1/s", "unit", "a b")));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("bad")
    void isRefusedAtItsPlace(String path, String message, Map<String, Input> service) {
        List<Problem> problems = problems(DEMAND, Map.of("s", service));
        assertThat(problems)
                .extracting(Problem::path, Problem::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(path, message));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problems(
                        inputs("peak-sessions", "-1", "session", "0s", "requests-per-session", 3, "cache-hits", "135%"),
                        Map.of("s", inputs("sizer", "tasks", "concurrency", "x y", "hold-time", "1 tokens"))))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "demand.peak-sessions",
                        "demand.session",
                        "demand.cache-hits",
                        "services.s.concurrency",
                        "services.s.hold-time");
    }

    @Test
    void currenciesAreNotMixed() {
        assertThat(problems(
                        DEMAND,
                        Map.of(
                                "a", inputs("sizer", "tasks", "per-task", "1/s", "price", "1 USD/h"),
                                "b", inputs("sizer", "tasks", "per-task", "1/s", "price", "1 EUR/h"))))
                .singleElement()
                .satisfies(p -> assertThat(p.mend()).isEqualTo("write all prices in one currency"));
    }

    @Test
    void aPromiseThatNoNumberKeepsIsRefused() {
        assertThat(problems(
                        DEMAND,
                        Map.of(
                                "s",
                                inputs(
                                        "sizer", "tasks",
                                        "hold-time", "1s",
                                        "concurrency", 10,
                                        "latency", "500ms",
                                        "attainment", "99%"))))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("no number of replicas keeps the promise"));
    }

    static Stream<Arguments> contradictions() {
        Map<String, Input> workers =
                inputs("sizer", "queue-workers", "measured", "520/h", "items", 5000000, "deadline", "72h");
        Map<String, Input> slow = new java.util.LinkedHashMap<>(workers);
        slow.put("producer", new Input.Text("100/min"));
        return Stream.of(
                Arguments.of("producer-too-slow", "34.7222 days", DEMAND, slow),
                Arguments.of(
                        "maximum-below-plan",
                        "is 50 tasks, and s.tasks are 480 tasks",
                        DEMAND,
                        inputs("sizer", "tasks", "per-task", "1/s", "workload", "web")),
                Arguments.of(
                        "quota-below-need",
                        "is 100 tasks, and s.tasks are 480 tasks",
                        DEMAND,
                        inputs("sizer", "tasks", "per-task", "1/s", "quota", 100)),
                Arguments.of(
                        "weights-do-not-add-up",
                        "add up to 95%",
                        inputs("peak-rate", "480/s", "models", group("a", "30%", "b", "65%")),
                        inputs("sizer", "tasks", "per-task", "1/s")),
                Arguments.of(
                        "not-the-cheapest",
                        "auto-scaled would be",
                        inputs("daily-requests", 1000000, "peak-rate", "100/s"),
                        inputs(
                                "sizer", "key-value-table",
                                "reads", group("a", group("size", "1KiB")),
                                "writes", group("a", group("size", "1KiB")),
                                "mode", "on-demand",
                                "on-demand-read-price", "0.25 USD/million",
                                "on-demand-write-price", "1.25 USD/million",
                                "read-price", "0.00013 USD/h",
                                "write-price", "0.00065 USD/h")),
                Arguments.of(
                        "larger-than-needed",
                        "small with 2 GiB/node would do",
                        DEMAND,
                        inputs(
                                "sizer",
                                "cache",
                                "entries",
                                group("a", group("count", 1000, "size", "1MiB")),
                                "node-memory",
                                "16GiB",
                                "node-types",
                                group("small", group("memory", "2GiB"), "large", group("memory", "32GiB")))),
                Arguments.of(
                        "no-such-task-size",
                        "the smallest that has both is 2.0 vCPU with 8.0 GiB",
                        DEMAND,
                        inputs(
                                "sizer",
                                "tasks",
                                "per-task",
                                "1/s",
                                "hold-time",
                                "1s",
                                "concurrency",
                                1,
                                "cpu",
                                1.5,
                                "memory",
                                "8GiB")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictions")
    void contradictionsAreNamed(String kind, String said, Map<String, Input> demand, Map<String, Input> service) {
        assertThat(plan(demand, Map.of("s", service)).contradictions()).anySatisfy(c -> {
            assertThat(c.kind()).isEqualTo(kind);
            assertThat(c.message() + "; " + c.mend()).contains(said);
            assertThat(c.path())
                    .startsWith(
                            kind.startsWith("weights")
                                    ? "demand."
                                    : kind.startsWith("maximum") ? "workloads." : "services.s.");
        });
    }

    @Test
    void aPlanThatHoldsHasNone() {
        assertThat(plan(
                                inputs("peak-rate", "20/s", "models", group("a", "30%", "b", "70%")),
                                Map.of(
                                        "s",
                                        inputs("sizer", "tasks", "per-task", "1/s", "workload", "web", "quota", 20)))
                        .contradictions())
                .extracting(Contradiction::kind)
                .isEmpty();
    }

    private static List<Problem> problems(Map<String, Input> demand, Map<String, Map<String, Input>> services) {
        Unplannable refused = catchThrowableOfType(Unplannable.class, () -> plan(demand, services));
        return refused == null ? List.of() : refused.problems();
    }
}
