package dev.headroom.bench;

import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Trace;
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

/** Four weeks at a tick of 15 s (161 280 decisions) in the per-interval mode. The goal is under 0.5 s with the engine. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WeeksBenchmark {
    private static final Trace WEEKS = Scenarios.days(28);
    private static final double REQUESTS_A_MINUTE_AT_LEAST = 3000;

    /** The engine with four policies and every guardrail, or the HPA. */
    @Param({"headroom", "hpa"})
    public String policy = "headroom";

    /** Makes sure that the mode is what it says. */
    @Setup
    public void check() {
        Trace day = Scenarios.days(1);
        Result result = Simulator.run(Scenarios.orchestrator(policy, day, Scenario.Mode.INTERVAL), Progress.NONE);
        if (result.events() > REQUESTS_A_MINUTE_AT_LEAST * day.arrivals().length) {
            throw new IllegalStateException("the per-interval mode made every request an event: " + result.events());
        }
        if (!(result.served() > 0.9 * result.arrived()) || !(result.p95() > 0.9)) {
            throw new IllegalStateException("the simulated day did not serve its demand: " + result.served() + " of "
                    + result.arrived() + ", p95 " + result.p95() + " s");
        }
    }

    /** One simulation. */
    @Benchmark
    public Result simulate() {
        return Simulator.run(Scenarios.orchestrator(policy, WEEKS, Scenario.Mode.INTERVAL), Progress.NONE);
    }
}
