package dev.headroom.bench;

import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Simulator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole event loop: two hours of the wave in which every request is an event, under the HPA. The figure to read is {@code
 * events}, per second; the goal is 5 million on one core.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RequestsBenchmark {

    /** Events of the simulations run, reported per second. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Counted {
        /** Events processed. */
        public long events;
    }

    /** One simulation. */
    @Benchmark
    public Result simulate(Counted counted) {
        Result result =
                Simulator.run(Scenarios.orchestrator("hpa", Scenarios.morning(), Scenario.Mode.REQUEST), Progress.NONE);
        counted.events += result.events();
        return result;
    }
}
