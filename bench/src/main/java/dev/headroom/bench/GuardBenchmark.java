package dev.headroom.bench;

import dev.headroom.guard.Backoff;
import dev.headroom.guard.BreakerRule;
import dev.headroom.guard.CacheRule;
import dev.headroom.guard.Call;
import dev.headroom.guard.GateRules;
import dev.headroom.guard.Guard;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.GuardSettings;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.LocalLimits;
import dev.headroom.guard.TieredCache;
import dev.headroom.guard.Tiers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call that nothing stands against, bare and with every protection on (a rate limit, adaptive concurrency with tiers and a
 * queue, the breaker, a deadline with its watchdog, retries with their budget); and an answer from the first tier of the cache.
 * The goals are under 1 µs more, and under 100 ns.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardBenchmark implements AutoCloseable {

    private static final String KEY = "user-4711";

    private final Guard guard = new Guard(
            GuardSettings.none("bench")
                    .limits(LimitRule.bucket("user", 1_000_000_000, Duration.ofSeconds(1), 1_000_000_000))
                    .gate(GateRules.adaptive(200, Tiers.USUAL, 100, Duration.ofMillis(500)))
                    .breaker(BreakerRule.USUAL)
                    .deadline(Duration.ofSeconds(2))
                    .retry(Backoff.LOOKUP, 0.1),
            new LocalLimits(GuardClock.SYSTEM, 1000),
            GuardClock.SYSTEM,
            () -> ThreadLocalRandom.current().nextDouble());
    private final Call call = Call.PLAIN.of(KEY).tier(1).repeatable();
    private final TieredCache<String> cache = new TieredCache<>(
            CacheRule.HOUR,
            new TieredCache.Near(1000, 64L << 20, Duration.ofHours(1)),
            new TieredCache.Codec<>() {
                @Override
                public byte[] encode(String value) {
                    return value.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public String decode(byte[] bytes) {
                    return new String(bytes, StandardCharsets.UTF_8);
                }
            },
            null,
            GuardClock.SYSTEM,
            () -> 0.5,
            Runnable::run);
    private int state = 1;

    /** Sees that both answer. */
    @Setup(Level.Trial)
    public void open() {
        try {
            if (cache.get(KEY, key -> "known").isEmpty()
                    || !guard.call(call, deadline -> "done").equals("done")) {
                throw new IllegalStateException("the guard or the cache does not answer");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the watchdog. */
    @Override
    @TearDown(Level.Trial)
    public void close() {
        guard.close();
    }

    private int work() {
        state = state * 1_664_525 + 1_013_904_223;
        return state;
    }

    /** The work alone. */
    @Benchmark
    public int bare() {
        return work();
    }

    /** The work with every protection on. */
    @Benchmark
    public int guarded() throws Exception {
        return guard.call(call, deadline -> work());
    }

    /** An answer that this process has. */
    @Benchmark
    public Optional<String> near() throws Exception {
        return cache.get(KEY, key -> {
            throw new IllegalStateException("the origin is asked");
        });
    }
}
