package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Measure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;

class SimulatorPropertyTest {

    @Provide
    Arbitrary<Scenario> worlds() {
        Arbitrary<Distribution> times = Combinators.combine(
                        Arbitraries.of(Distribution.Shape.class),
                        Arbitraries.doubles().between(0.05, 20),
                        Arbitraries.doubles().between(0, 2))
                .as(Distribution::new);
        Arbitrary<Service> requests = Combinators.combine(
                        times,
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.longs().between(0, 60),
                        Arbitraries.doubles().between(0.5, 90))
                .as(Service.Requests::new);
        Arbitrary<Service> queues = Combinators.combine(
                        times,
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.doubles().between(1, 60),
                        Arbitraries.doubles().between(0, 0.4),
                        Arbitraries.integers().between(1, 4))
                .as(Service.QueueWorkers::new);
        Arbitrary<Trace> traces = Arbitraries.doubles()
                .between(0, 300)
                .array(double[].class)
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(a -> new Trace("random", Worlds.START, 30_000, a));
        Arbitrary<Lifecycle> lives = Combinators.combine(
                        Arbitraries.doubles().between(0, 100),
                        Arbitraries.doubles().between(0, 60),
                        Arbitraries.doubles().between(0.1, 1),
                        Arbitraries.doubles().between(0, 40))
                .as((boot, warm, rate, drain) -> new Lifecycle(Distribution.exponential(boot), warm, rate, drain));
        return Combinators.combine(
                        Arbitraries.oneOf(requests, queues),
                        traces,
                        lives,
                        Arbitraries.of(Scenario.Mode.class),
                        Arbitraries.integers().between(-1, 8),
                        Arbitraries.doubles().between(0.2, 20),
                        Arbitraries.longs().between(0, 50),
                        Arbitraries.longs())
                .as((service, trace, life, mode, initial, each, backlog, seed) -> new Scenario(
                        "random",
                        Worlds.workload(
                                0,
                                20,
                                Duration.ofSeconds(15),
                                5,
                                Worlds.signal(Measure.IN_FLIGHT),
                                Worlds.signal(Measure.LATENCY),
                                Worlds.signal(Measure.UTILISATION)),
                        Worlds.proportional(each, 0),
                        service,
                        life,
                        initial,
                        trace,
                        new Measurement(10_000, 5_000, 0.1, 0.1),
                        new Billing(1, "USD", 60, 60),
                        mode,
                        backlog,
                        seed));
    }

    @Property(tries = 1000)
    void everythingThatArrivedIsAccountedFor(@ForAll("worlds") Scenario s) {
        Result r = Simulator.run(s, Progress.NONE);
        double rounding = s.mode() == Scenario.Mode.INTERVAL ? 1e-6 * (1 + r.arrived()) : 0;
        assertThat(r.served() + r.rejected() + r.timedOut() + r.inSystem())
                .isCloseTo(r.arrived(), Offset.offset(rounding));
        assertThat(r.served()).isNotNegative();
        assertThat(r.inSystem()).isNotNegative();
        assertThat(r.attainment()).isBetween(0.0, 1.0);
        assertThat(r.wastedHours()).isBetween(0.0, r.replicaHours() + 1e-9);
        assertThat(r.timeline()).hasSizeLessThanOrEqualTo(Result.MAX_POINTS);
        assertThat(r.cost()).isGreaterThanOrEqualTo(r.replicaHours() * (1 - 1e-9));
        assertThat(r.longestShortageSeconds()).isLessThanOrEqualTo(r.underProvisionedSeconds());
        if (r.served() >= 1) {
            assertThat(r.p50()).isLessThanOrEqualTo(r.p95());
            assertThat(r.p95()).isLessThanOrEqualTo(r.p99());
        }
    }

    @Property(tries = 100)
    void theSameSeedGivesTheSameBytes(@ForAll("worlds") Scenario s) {
        Result a = Simulator.run(s, Progress.NONE);
        Result b = Simulator.run(s, Progress.NONE);
        assertThat(b).isEqualTo(a);
        assertThat(b.toString().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(a.toString().getBytes(StandardCharsets.UTF_8));
    }
}
