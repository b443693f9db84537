package dev.headroom.bench;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.forecast.ForecastKeeper;
import dev.headroom.forecast.NearTerm;
import dev.headroom.journal.EngineJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decisions of the automatic policy that has learned for ten days, every 15 s with a new sample each, of a noisy daily wave of
 * 200 to 3800 requests a second; the forecasts beside it. The goal is under 20 µs a decision, forecasts included, and a state
 * of 64 KiB.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AutoBenchmark {

    private record Case(WorkloadState state, Observations seen, Instant now) {}

    private static final int TICK_SECONDS = 15;
    private static final int A_DAY = 86_400 / TICK_SECONDS;
    private static final int DAYS = 10;
    private static final int KEPT = 64;
    private static final double SERVICE_SECONDS = 0.1;
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration BOOT = Duration.ofMinutes(2);

    private final Workload workload = new Workload(
            "auto",
            Duration.ofSeconds(TICK_SECONDS),
            new ReplicaSpec(BOOT, Duration.ZERO, 10, null, null),
            new Objective(0.999, Duration.ofSeconds(1), null, 0.999),
            List.of(Signal.of("rate", Measure.RATE, Unit.PER_SECOND), Signal.of("load", Measure.IN_FLIGHT, Unit.COUNT)),
            List.of(new Workload.Weighted(CapacityModel.AUTOMATIC, 1)),
            Combiner.MAXIMUM,
            Guardrails.of(1, 100));
    private final double[] rates = new double[DAYS * A_DAY];
    private final Case[] cases = new Case[KEPT];
    private WorkloadState learned = WorkloadState.INITIAL;
    private int next;

    /** Lives through the days. */
    @Setup
    public void learn() {
        Random random = new Random(1);
        double noise = 0;
        for (int i = 0; i < rates.length; i++) {
            noise = 0.98 * noise + 0.01 * random.nextGaussian();
            rates[i] = (2000 - 1800 * Math.cos(2 * Math.PI * i / A_DAY)) * Math.exp(noise);
        }
        ForecastKeeper keeper = keeper();
        WorkloadState state = WorkloadState.INITIAL;
        int replicas = 10;
        for (int i = 0; i < rates.length; i++) {
            Instant now = START.plusSeconds((long) TICK_SECONDS * i);
            keeper.take(now, rates[i]);
            Forecast forecast = keeper.forecast();
            Observations seen = new Observations(
                    Fleet.steady(replicas),
                    List.of(Reading.of(rates[i], now, replicas), Reading.of(rates[i] * SERVICE_SECONDS, now, replicas)),
                    forecast == null ? Map.of() : Map.of("rate", forecast),
                    Map.of(),
                    new Observations.Spending(0, 0, 0),
                    List.of());
            if (i >= rates.length - KEPT) {
                cases[i - rates.length + KEPT] = new Case(state, seen, now);
            }
            Decision decision = Engine.INSTANCE.decide(workload, state, seen, now);
            state = decision.state();
            replicas = decision.desired();
        }
        learned = state;
        if (replicas > 20) {
            throw new IllegalStateException(replicas + " replicas for 200 requests a second: nothing was learned");
        }
    }

    private static ForecastKeeper keeper() {
        return new ForecastKeeper("rate", new NearTerm(), ForecastKeeper.Settings.ahead(BOOT, Duration.ofDays(28)));
    }

    /** One decision. */
    @Benchmark
    public Decision decide() {
        Case c = cases[next++ & (KEPT - 1)];
        return Engine.INSTANCE.decide(workload, c.state(), c.seen(), c.now());
    }

    /** The forecasts of all days, a forecast a minute and models fitted as they are live; returns the samples taken. */
    public int forecasts() {
        ForecastKeeper keeper = keeper();
        int made = 0;
        for (int i = 0; i < rates.length; i++) {
            keeper.take(START.plusSeconds((long) TICK_SECONDS * i), rates[i]);
            made += keeper.forecast() == null ? 0 : 1;
        }
        if (made == 0) {
            throw new IllegalStateException("nothing was forecast");
        }
        return rates.length;
    }

    /** Length of the workload's state as the controller stores it, in bytes. */
    public int stateBytes() {
        return EngineJson.write(learned).getBytes(StandardCharsets.UTF_8).length;
    }
}
