package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.Predictive;
import dev.headroom.engine.policy.TargetTracking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forecasts in the simulation's own time: what had been measured by then, and nothing else. */
class ForecastsTest {

    private static final long MINUTE = 60_000;
    private static final int DAY = 1440;
    private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    private static final Service SERVICE = new Service.Requests(Distribution.exponential(0.5), 4, 10_000, 60);

    /** 10/s, and from 09:00 to 17:00 80/s, for some days; from a time on something else altogether. */
    private static Trace office(int days, int changedFrom) {
        double[] arrivals = new double[days * DAY];
        for (int i = 0; i < arrivals.length; i++) {
            int minute = i % DAY;
            arrivals[i] = 60 * (minute >= 540 && minute < 1020 ? 80 : 10);
            if (i >= changedFrom) {
                arrivals[i] = 60.0 * (i * 37 % 101);
            }
        }
        return new Trace("office", START, MINUTE, arrivals);
    }

    private static Trace from(Trace t, int bucket) {
        return new Trace(
                t.name(),
                t.startMillis() + bucket * t.bucketMillis(),
                t.bucketMillis(),
                Arrays.copyOfRange(t.arrivals(), bucket, t.arrivals().length));
    }

    private static Workload workload(boolean predicts) {
        List<Workload.Weighted> policies = new ArrayList<>();
        policies.add(new Workload.Weighted(new TargetTracking("rate", TargetTracking.Mode.TOTAL, 5.6, 0.1, 0.1), 1));
        if (predicts) {
            policies.add(
                    new Workload.Weighted(new Predictive("rate", 5.6, 1, 0.9, Duration.ofMinutes(3), false, 0.5), 1));
        }
        return new Workload(
                "web",
                Duration.ofSeconds(15),
                new ReplicaSpec(Duration.ofMinutes(4), Duration.ZERO, 4, Duration.ofMillis(500), null),
                new Objective(0.95, Duration.ofSeconds(3), null, 0.99),
                List.of(Signal.of("rate", Measure.RATE, Unit.PER_SECOND)),
                policies,
                Combiner.MAXIMUM,
                Guardrails.of(1, 100));
    }

    private static Result run(Trace trace, @Nullable Trace earlier, boolean predicts, Scenario.Mode mode) {
        Workload workload = workload(predicts);
        return Simulator.run(
                new Scenario(
                                "web",
                                workload,
                                Engine.INSTANCE,
                                SERVICE,
                                Worlds.boots(240),
                                -1,
                                trace,
                                new Measurement(15_000, 30_000, 0, 0),
                                new Billing(0.1, "USD", 1, 0),
                                mode,
                                0,
                                1)
                        .foreseeing(Foresight.of(workload, Map.of(), earlier)),
                Progress.NONE);
    }

    private static List<Decision> until(Result r, long millis) {
        Instant end = Instant.ofEpochMilli(millis);
        return r.decisions().stream().filter(d -> d.at().isBefore(end)).toList();
    }

    /** Other demand from the fourth day on: until then every decision is the same, to the bit, with all its reasons. */
    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void decisionsDoNotKnowTheFuture(Scenario.Mode mode) {
        int change = 3 * DAY + 400;
        Result one = run(office(4, Integer.MAX_VALUE), null, true, mode);
        Result other = run(office(4, change), null, true, mode);
        long then = START + change * MINUTE;
        List<Decision> known = until(one, then);
        assertThat(known).hasSizeGreaterThan(4).isEqualTo(until(other, then));
        assertThat(one.decisions()).isNotEqualTo(other.decisions());
        assertThat(known.stream().flatMap(d -> d.reasons().stream()))
                .anyMatch(r -> r.rule().equals("predict"));
    }

    /** A file of history that reaches into the trace, or past it, tells nothing of it. */
    @Test
    void historyEndsWhereTheTraceBegins() {
        Trace all = office(5, Integer.MAX_VALUE);
        Trace other = office(5, 4 * DAY);
        Trace last = from(all, 4 * DAY);
        assertThat(run(last, all, true, Scenario.Mode.INTERVAL).decisions())
                .isEqualTo(run(last, other, true, Scenario.Mode.INTERVAL).decisions());
    }

    /**
     * The crowd of nine o'clock, eight times as many: who only reacts starts replicas four minutes too late, and 1.43 % of the day's
     * requests are late; of who has seen it come on four days 0.25 %, at 7 % more cost.
     */
    @Test
    void whoHasSeenItComeIsReady() {
        Trace all = office(5, Integer.MAX_VALUE);
        Trace last = from(all, 4 * DAY);
        Result without = run(last, null, false, Scenario.Mode.INTERVAL);
        Result ignorant = run(last, null, true, Scenario.Mode.INTERVAL);
        Result with = run(last, all, true, Scenario.Mode.INTERVAL);
        assertThat(without.attainment()).isBetween(0.98, 0.988);
        assertThat(ignorant.attainment()).isBetween(0.98, 0.988);
        assertThat(with.attainment()).isGreaterThan(0.996);
        assertThat(with.cost()).isLessThan(1.1 * without.cost());
    }

    /** Demand without rhyme: one minute in four, drawn by lot, has fifty times as many. */
    @Test
    void whatCannotBeForecastSwitchesItOffAndItSaysSo() {
        SplittableRandom random = new SplittableRandom(4);
        double[] arrivals = new double[DAY];
        for (int i = 0; i < DAY; i++) {
            arrivals[i] = 60 * (random.nextInt(4) == 0 ? 50 : 1);
        }
        Result r = run(new Trace("noise", START, MINUTE, arrivals), null, true, Scenario.Mode.INTERVAL);
        assertThat(r.decisions().stream().flatMap(d -> d.reasons().stream()).map(Reason::text))
                .anyMatch(text -> text.contains("switched off"));
    }
}
