package dev.headroom.bench;

import dev.headroom.engine.Decision;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One decision over four policies (target, step, predict with a forecast, schedule) and every guardrail. The goal is under 2 µs
 * on one core.
 *
 * <p>The decisions of an hour are rehearsed first, so that windows, ledgers and actions hold what they would in life; the
 * benchmark then makes the last 64 of them again, in turn.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecideBenchmark {

    /** What the hour was like. */
    public enum Course {
        /** The load moves by a few percent around 30 replicas' worth, and nothing needs to change. */
        STEADY,
        /** The load grows by a percent with every decision, and many of them act. */
        GROWING
    }

    private record Case(WorkloadState state, Observations seen, Instant now) {}

    private static final int TICKS = 240;
    private static final int KEPT = 64;
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    /** Measured separately. */
    @Param
    public Course course = Course.STEADY;

    private final Workload workload = Orchestrator.workload();
    private final Case[] cases = new Case[KEPT];
    private int next;

    /** Rehearses the hour. */
    @Setup
    public void rehearse() {
        WorkloadState state = WorkloadState.INITIAL;
        int replicas = 30;
        int acted = 0;
        for (int tick = 0; tick < TICKS; tick++) {
            Instant now = START.plusSeconds(15L * tick);
            double load = course == Course.STEADY ? 300 * (1 + 0.04 * Math.sin(tick)) : 100 * Math.pow(1.01, tick);
            Observations seen = seen(now, load, replicas);
            if (tick >= TICKS - KEPT) {
                cases[tick - TICKS + KEPT] = new Case(state, seen, now);
            }
            Decision decision = Engine.INSTANCE.decide(workload, state, seen, now);
            state = decision.state();
            replicas = decision.desired();
            acted += decision.acts() ? 1 : 0;
        }
        // A benchmark of an engine that does not decide would be fast and worthless.
        if (course == Course.GROWING ? replicas < 60 || acted < 10 : replicas < 20 || replicas > 45) {
            throw new IllegalStateException(
                    "the engine went to " + replicas + " replicas in " + acted + " actions: not a " + course + " hour");
        }
    }

    private static Observations seen(Instant now, double load, int replicas) {
        List<Reading> readings =
                List.of(Reading.of(load, now, replicas), Reading.of(Math.min(100, load / replicas * 5), now, replicas));
        return new Observations(
                Fleet.steady(replicas),
                readings,
                Map.of(Orchestrator.IN_FLIGHT, forecast(now, load)),
                Map.of("llm", 8),
                new Observations.Spending(20, 150, 4000),
                List.of());
    }

    /** An hour in steps of five minutes, at three levels. */
    private static Forecast forecast(Instant now, double load) {
        double[][] values = new double[12][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new double[] {load * 0.9, load, load * 1.05};
        }
        return new Forecast(
                Orchestrator.IN_FLIGHT,
                "seasonal",
                now,
                now,
                Duration.ofMinutes(5),
                new double[] {0.1, 0.5, 0.9},
                values,
                0.08);
    }

    /** One decision. */
    @Benchmark
    public Decision decide() {
        Case c = cases[next++ & (KEPT - 1)];
        return Engine.INSTANCE.decide(workload, c.state(), c.seen(), c.now());
    }
}
