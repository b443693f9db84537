package dev.headroom.bench;

import dev.headroom.forecast.anomaly.AnomalyDetector;
import dev.headroom.forecast.anomaly.SurpriseDetector;
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

/** One sample through the online anomaly detector, after weeks of a noisy daily wave. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AnomalyBenchmark {

    private static final int DAY = 288;
    private static final int SAMPLES = 1 << 16;
    private static final long STEP_MILLIS = 300_000;

    private final double[] values = new double[SAMPLES];
    private AnomalyDetector detector = new SurpriseDetector();
    private int next;

    /** Teaches it two weeks. */
    @Setup
    public void teach() {
        Random random = new Random(1);
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = 100 - 50 * Math.cos(2 * Math.PI * i / DAY) + 5 * random.nextGaussian();
        }
        detector = new SurpriseDetector();
        for (next = 0; next < 14 * DAY; next++) {
            sample();
        }
    }

    /** One sample. */
    @Benchmark
    public double sample() {
        int i = next++ & (SAMPLES - 1);
        return detector.score(next * STEP_MILLIS, values[i]);
    }
}
