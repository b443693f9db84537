package dev.headroom.planner;

import static dev.headroom.planner.Inputs.inputs;
import static dev.headroom.planner.Inputs.plan;
import static dev.headroom.planner.Inputs.uncertain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.planner.quantity.Spread;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random draws against what mathematics says of them. */
class DrawsTest {

    static Stream<Arguments> spreads() {
        return Stream.of(
                Arguments.of(new Spread.Range(10, 20), 15, 100 / 12.0),
                Arguments.of(new Spread.Triangular(10, 12, 20), 14, (100 + 144 + 400 - 120 - 200 - 240) / 18.0),
                Arguments.of(new Spread.Normal(100, 10), 100, 100),
                Arguments.of(new Spread.Lognormal(100, 50), 100, 2500),
                Arguments.of(new Spread.Empirical(List.of(1.0, 2.0, 6.0)), 3, 14 / 3.0));
    }

    /** Midpoints of 100 000 classes stand for the whole distribution. */
    @ParameterizedTest
    @MethodSource("spreads")
    void spreadsHaveTheirMeanAndVariance(Spread spread, double mean, double variance) {
        int n = 100_000;
        double sum = 0;
        double squares = 0;
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double v = spread.quantile((i + 0.5) / n);
            assertThat(v).isGreaterThanOrEqualTo(before);
            before = v;
            sum += v;
            squares += v * v;
        }
        assertThat(sum / n).isCloseTo(mean, within(mean * 1e-3));
        assertThat(squares / n - (sum / n) * (sum / n)).isCloseTo(variance, within(variance * 0.01));
    }

    @Test
    void percentilesAreThoseOfTheOutput() {
        Plan p = plan(
                inputs("peak-rate", uncertain("range", "100/s", "200/s")),
                Map.of("s", inputs("sizer", "tasks", "per-task", "1/s")));
        Uncertainty.Output tasks = output(p, "s.tasks");
        assertThat(tasks.p50()).isCloseTo(150, within(2.5));
        assertThat(tasks.p90()).isCloseTo(190, within(2.0));
        assertThat(tasks.p99()).isCloseTo(199, within(1.5));
        assertThat(tasks.drivers()).singleElement().satisfies(d -> {
            assertThat(d.input()).isEqualTo("peak-rate");
            assertThat(d.share()).isGreaterThan(0.98);
            assertThat(d.low()).isCloseTo(105.5, within(1.5));
            assertThat(d.high()).isCloseTo(195.5, within(1.5));
        });
    }

    /** Of a product of two independent inputs with coefficients of variation 0.1 and 0.2, first-order shares are ca. 0.20 and 0.79. */
    @Test
    void sensitivitiesAreThoseOfTheVariance() {
        Plan p = plan(
                inputs("peak-rate", "100/s"),
                Map.of(
                        "s",
                        inputs(
                                "sizer",
                                "tasks",
                                "rate",
                                uncertain("normal", "100/s", "10/s"),
                                "hold-time",
                                uncertain("normal", "1s", "200ms"),
                                "concurrency",
                                "0.01")));
        double whole = 0.01 + 0.04 + 0.01 * 0.04;
        List<Uncertainty.Driver> drivers = output(p, "s.tasks").drivers();
        assertThat(drivers).extracting(Uncertainty.Driver::input).containsExactly("s.hold-time", "s.rate");
        assertThat(drivers.get(0).share()).isCloseTo(0.04 / whole, within(0.02));
        assertThat(drivers.get(1).share()).isCloseTo(0.01 / whole, within(0.02));
    }

    @Test
    void theSameSeedGivesTheSameDraws() {
        Map<String, dev.headroom.planner.sizer.Input> demand =
                inputs("peak-rate", uncertain("lognormal", "100/s", "30/s"));
        Map<String, Map<String, dev.headroom.planner.sizer.Input>> services = Map.of(
                "s",
                inputs("sizer", "tasks", "hold-time", "100ms", "concurrency", 1, "latency", "1s", "attainment", "95%"));
        Plan a = plan(demand, services);
        assertThat(plan(demand, services).uncertainty()).isEqualTo(a.uncertainty());
        assertThat(plan(demand, services, new Planner.Options(1, 10_000, 2, Map.of()))
                        .uncertainty())
                .isNotEqualTo(a.uncertainty());
    }

    private static Uncertainty.Output output(Plan p, String name) {
        Uncertainty u = Objects.requireNonNull(p.uncertainty());
        return u.outputs().stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
