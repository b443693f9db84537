package dev.headroom.bench;

import dev.headroom.connectors.redis.Redis;
import dev.headroom.connectors.redis.RedisLimits;
import dev.headroom.connectors.redis.RedisSettings;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.LocalLimits;
import dev.headroom.guard.RateLimits;
import dev.headroom.testing.RealRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decisions of rate limits, counted by this process or shared in a real {@code redis-server} on the same machine, for a thousand
 * callers: one limit, or three of different kinds at once. What is shared takes one round trip, however many limits there are; of
 * several threads it fills the connection.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LimitsBenchmark implements AutoCloseable {

    private static final long NEVER = 1_000_000_000;
    private static final int CALLERS = 1000;

    /** Where it is counted: {@code local} or {@code redis}. */
    @Param({"local", "redis"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    String counted;

    /** How many limits are asked at once: 1 or 3. */
    @Param({"1", "3"})
    int rules;

    @SuppressWarnings("NullAway.Init") // set up before
    private RateLimits limits;

    @SuppressWarnings("NullAway.Init") // set up before
    private List<LimitRule> asked;

    private @Nullable Redis redis;
    private @Nullable RealRedis server;
    private @Nullable Path folder;

    /** Starts Redis where it is needed. */
    @Setup
    public void begin() throws IOException, InterruptedException {
        asked = List.of(
                        LimitRule.bucket("bucket", NEVER, Duration.ofSeconds(1), NEVER),
                        LimitRule.sliding("sliding", NEVER, Duration.ofMinutes(1)),
                        LimitRule.window("day", NEVER, Duration.ofDays(1), ZoneId.of("UTC")))
                .subList(0, rules);
        if (counted.equals("local")) {
            limits = new LocalLimits(GuardClock.SYSTEM, 2 * CALLERS);
            return;
        }
        folder = Files.createTempDirectory("headroom-bench-redis-");
        server = RealRedis.start(folder);
        redis = Redis.open(RedisSettings.server(server.hostPort()).within(Duration.ofSeconds(10)));
        if (!redis.await(Duration.ofSeconds(30))) {
            throw new IllegalStateException(redis.why());
        }
        limits = new RedisLimits(redis, "bench", GuardClock.SYSTEM);
    }

    /** A caller at a time. */
    @Benchmark
    @Threads(1)
    public boolean one() {
        return take();
    }

    /** Sixteen at once, as in a gateway. */
    @Benchmark
    @Threads(16)
    public boolean sixteen() {
        return take();
    }

    private boolean take() {
        int caller = ThreadLocalRandom.current().nextInt(CALLERS);
        if (!limits.take("user-" + caller, asked, 1).allowed()) {
            throw new IllegalStateException("refused, so something else is measured");
        }
        return true;
    }

    @Override
    @TearDown
    public void close() throws IOException {
        if (redis != null) {
            redis.close();
        }
        if (server != null) {
            server.close();
        }
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
