package dev.headroom.bench;

import dev.headroom.simulator.EventHeap;
import java.util.SplittableRandom;
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
 * The simulator's queue of pending events in the hold model: the earliest is taken out, and one is added at an exponential time
 * after it, so that their number stays. Throughput is in such pairs. (Jones, "An empirical comparison of priority-queue and
 * event-set implementations", CACM 29(4), 1986.)
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventLoopBenchmark {
    private static final int DRAWN = 1 << 16;

    /** Pending events: a small fleet, a large one, more than fits the first-level cache. */
    @Param({"64", "1024", "65536"})
    public int pending = 1024;

    private final long[] gaps = new long[DRAWN];
    private EventHeap heap = new EventHeap();
    private int drawn;

    /** Fills the queue. */
    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < DRAWN; i++) {
            gaps[i] = Math.round(-Math.log(1 - random.nextDouble()) * 1e9);
        }
        heap = new EventHeap();
        for (int i = 0; i < pending; i++) {
            heap.add(gaps[i & (DRAWN - 1)], 0, 0, i);
        }
    }

    /** One event out, one in. */
    @Benchmark
    public int hold() {
        int event = heap.pop();
        heap.add(heap.poppedTime() + gaps[drawn++ & (DRAWN - 1)], 0, 0, EventHeap.payload(event));
        return event;
    }
}
