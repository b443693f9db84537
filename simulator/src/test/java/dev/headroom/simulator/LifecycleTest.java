package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Decider;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Replica;
import dev.headroom.engine.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

    /** Remembers what each decision saw. */
    private static final class Watcher implements Decider {
        final TreeMap<Long, Observations> seen = new TreeMap<>();
        private final Decider inner;

        Watcher(Decider inner) {
            this.inner = inner;
        }

        @Override
        public dev.headroom.engine.Decision decide(
                dev.headroom.engine.Workload w, dev.headroom.engine.WorkloadState s, Observations o, Instant now) {
            seen.put(now.toEpochMilli() - Worlds.START, o);
            return inner.decide(w, s, o, now);
        }

        Fleet fleet(long second) {
            return at(second).fleet();
        }

        Observations at(long second) {
            return Objects.requireNonNull(seen.get(second * 1000));
        }
    }

    /** Wants the number of the last entry not after the time. */
    private static Decider plan(NavigableMap<Long, Integer> bySecond) {
        return (w, s, o, now) -> {
            int want = bySecond.floorEntry((now.toEpochMilli() - Worlds.START) / 1000)
                    .getValue();
            return Worlds.decision(now, o.fleet().desired(), want, s);
        };
    }

    private static Scenario scenario(
            Decider d, Trace t, Lifecycle l, Measurement m, int initial, Scenario.Mode mode, Signal... signals) {
        return new Scenario(
                "test",
                Worlds.workload(1, 1000, Duration.ofSeconds(15), 1, signals),
                d,
                Worlds.requests(Distribution.exponential(0.1), 10),
                l,
                initial,
                t,
                m,
                new Billing(3.6, "USD", 60, 120),
                mode,
                0,
                1);
    }

    @ParameterizedTest
    @CsvSource({"0,REQUEST", "30,REQUEST", "0,INTERVAL", "30,INTERVAL"})
    void aStepInLoadIsMetBootPlusTickPlusDelayLater(int delay, Scenario.Mode mode) {
        // 50/s for ten minutes, then 800/s: 10 slots of 0.1 s each carry 100/s.
        double[] arrivals = new double[30];
        for (int i = 0; i < 30; i++) {
            arrivals[i] = 60 * (i < 10 ? 50 : 800);
        }
        Watcher w = new Watcher(Worlds.proportional(90, 1));
        Result r = Simulator.run(
                scenario(
                        w,
                        new Trace("step", Worlds.START, 60_000, arrivals),
                        Worlds.boots(45),
                        new Measurement(15_000, delay * 1000L, 0, 0),
                        1,
                        mode,
                        Worlds.signal(Measure.RATE)),
                Progress.NONE);
        long met = 600L + 15 + delay + 45;
        assertThat(w.fleet(met - 15).ready()).isEqualTo(1);
        assertThat(w.fleet(met).ready()).isBetween(8, 10);
        assertThat(r.longestShortageSeconds()).isEqualTo(15.0 + delay + 45);
        assertThat(r.underProvisionedSeconds()).isEqualTo(15.0 + delay + 45);
    }

    @Test
    void replicasPassThroughTheirPhases() {
        TreeMap<Long, Integer> plan = new TreeMap<>(java.util.Map.of(0L, 2, 60L, 5));
        Watcher w = new Watcher(plan(plan));
        Simulator.run(
                scenario(
                        w,
                        Worlds.flat(10, 60_000, 20),
                        new Lifecycle(Distribution.constant(40), 50, 0.5, 60),
                        Measurement.DEFAULT,
                        2,
                        Scenario.Mode.REQUEST,
                        Worlds.signal(Measure.RATE)),
                Progress.NONE);
        assertThat(w.fleet(60)).isEqualTo(new Fleet(2, 2, 0, 0, 0, List.of()));
        assertThat(w.fleet(75).starting()).isEqualTo(3);
        assertThat(w.fleet(75).young()).hasSize(3).allSatisfy(r -> {
            assertThat(r.phase()).isEqualTo(Replica.Phase.BOOTING);
            assertThat(r.readyAt()).isNull();
        });
        assertThat(w.fleet(105).ready()).isEqualTo(5);
        assertThat(w.fleet(105).warming()).isEqualTo(3);
        assertThat(w.fleet(165).warming()).isZero();
        assertThat(w.fleet(165).young())
                .hasSize(3)
                .allSatisfy(r -> assertThat(r.readyAt()).isEqualTo(Instant.ofEpochMilli(Worlds.START + 100_000)));
        assertThat(w.fleet(690).young()).hasSize(3);
        assertThat(w.fleet(705).young()).isEmpty();
    }

    @Test
    void scalingInCancelsStartingReplicasFirst() {
        TreeMap<Long, Integer> plan = new TreeMap<>(java.util.Map.of(0L, 2, 60L, 6, 75L, 3, 90L, 1));
        Watcher w = new Watcher(plan(plan));
        Result r = Simulator.run(
                scenario(
                        w,
                        Worlds.flat(10, 60_000, 5),
                        Worlds.boots(60),
                        Measurement.DEFAULT,
                        2,
                        Scenario.Mode.REQUEST,
                        Worlds.signal(Measure.RATE)),
                Progress.NONE);
        assertThat(w.fleet(75).starting()).isEqualTo(4);
        assertThat(w.fleet(90)).satisfies(f -> {
            assertThat(f.ready()).isEqualTo(2);
            assertThat(f.starting()).isEqualTo(1);
        });
        assertThat(w.fleet(105)).satisfies(f -> {
            assertThat(f.ready()).isEqualTo(1);
            assertThat(f.starting()).isZero();
        });
        // Lives of 300 (one), 90 (one), 15 (three) and 30 s (one); by the minute, at least two: 5 + 2 + 3 × 2 + 2
        // minutes.
        assertThat(r.cost()).isCloseTo((5 + 2 + 6 + 2) * 60 * 3.6 / 3600, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(r.actions()).isEqualTo(3);
        assertThat(r.directionChanges()).isEqualTo(1);
        assertThat(r.decisions()).hasSize(3);
    }

    @Test
    void drainingReplicasFinishTheirWorkUnlessTheirTimeIsUp() {
        TreeMap<Long, Integer> plan = new TreeMap<>(java.util.Map.of(0L, 4, 60L, 1));
        List<Double> cut = new ArrayList<>();
        for (double drain : new double[] {1000, 5}) {
            Scenario s = scenario(
                    plan(plan),
                    Worlds.flat(1, 60_000, 5),
                    new Lifecycle(Distribution.constant(10), 0, 1, drain),
                    Measurement.DEFAULT,
                    4,
                    Scenario.Mode.REQUEST,
                    Worlds.signal(Measure.RATE));
            Scenario slow = new Scenario(
                    s.policy(),
                    s.workload(),
                    s.decider(),
                    Worlds.requests(Distribution.constant(30), 20),
                    s.lifecycle(),
                    4,
                    s.trace(),
                    s.measurement(),
                    s.billing(),
                    s.mode(),
                    0,
                    1);
            cut.add(Simulator.run(slow, Progress.NONE).timedOut());
        }
        assertThat(cut.get(0)).isZero();
        assertThat(cut.get(1)).isBetween(10.0, 40.0);
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void signalsSayWhatTheyMean(Scenario.Mode mode) {
        Watcher w = new Watcher(Worlds.HOLD);
        Signal p95 = new Signal(
                "p95",
                "",
                "",
                dev.headroom.engine.model.Unit.MILLISECONDS,
                Measure.LATENCY,
                0.95,
                Duration.ZERO,
                Signal.Aggregate.LAST,
                Duration.ofMinutes(5),
                false,
                null);
        Signal percent = Signal.of("cpu", Measure.UTILISATION, dev.headroom.engine.model.Unit.PERCENT);
        Signal perMinute = Signal.of("rpm", Measure.RATE, dev.headroom.engine.model.Unit.PER_MINUTE);
        Simulator.run(
                scenario(
                        w,
                        Worlds.flat(500, 60_000, 60),
                        Worlds.boots(1),
                        new Measurement(60_000, 15_000, 0, 0),
                        10,
                        mode,
                        perMinute,
                        percent,
                        p95,
                        Worlds.signal(Measure.IN_FLIGHT),
                        Worlds.signal(Measure.CONCURRENCY),
                        Worlds.signal(Measure.BACKLOG),
                        Worlds.signal(Measure.AGE),
                        Worlds.signal(Measure.ERRORS),
                        Worlds.signal(Measure.MEMORY)),
                Progress.NONE);
        assertThat(w.at(60).readings()).allMatch(r -> r.status() == Reading.Status.MISSING);
        List<Reading> r = w.at(75).readings();
        assertThat(r.get(0).value()).isBetween(29_000.0, 31_000.0);
        assertThat(r.get(0).at()).isEqualTo(Instant.ofEpochMilli(Worlds.START + 60_000));
        assertThat(r.get(0).sampled()).isEqualTo(10);
        assertThat(r.get(1).value()).isBetween(48.0, 52.0);
        // ln 20 × 100 ms for an exponential service without waiting.
        assertThat(r.get(2).value()).isBetween(290.0, 310.0);
        assertThat(r.get(3).value()).isBetween(48.0, 52.0);
        assertThat(r.get(4).value()).isBetween(4.8, 5.2);
        assertThat(r.get(5).value()).isZero();
        assertThat(r.get(6).value()).isZero();
        assertThat(r.get(7).value()).isZero();
        assertThat(r.get(8).detail()).isEqualTo("the simulated world has no memory use");
    }
}
