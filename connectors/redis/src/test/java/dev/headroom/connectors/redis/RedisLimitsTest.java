package dev.headroom.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.guard.FallbackLimits;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LimitDecision;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.LocalLimits;
import dev.headroom.guard.RateLimits;
import dev.headroom.testing.ManualTime;
import dev.headroom.testing.RealRedis;
import io.lettuce.core.RedisException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits in a real Redis: to the request over several clients, in a cluster, and while it is away. */
class RedisLimitsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @RegisterExtension
    static final RedisGround GROUND = new RedisGround();

    private static RedisLimits limits(Redis redis) {
        return new RedisLimits(redis, "test" + redis.settings().servers(), GuardClock.SYSTEM);
    }

    /** A year is long enough for a bucket to get nothing back while the test runs, and for windows not to end. */
    private static LimitRule perYear(String name, LimitRule.Kind kind, long amount) {
        return new LimitRule(name, kind, amount, Duration.ofDays(365), amount, ZoneId.of("UTC"));
    }

    /** By key, how many requests pass when all clients ask at once, each in two threads. */
    private static Map<String, Integer> passed(List<RedisLimits> clients, List<LimitRule> rules, List<String> keys)
            throws Exception {
        Map<String, Integer> passed = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Future<Integer>, String> counts = new java.util.LinkedHashMap<>();
            for (String key : keys) {
                for (int t = 0; t < 2 * clients.size(); t++) {
                    RateLimits client = clients.get(t / 2);
                    counts.put(
                            threads.submit(() -> {
                                int n = 0;
                                for (int i = 0; i < 50; i++) {
                                    n += client.take(key, rules, 1).allowed() ? 1 : 0;
                                }
                                return n;
                            }),
                            key);
                }
            }
            for (Map.Entry<Future<Integer>, String> e : counts.entrySet()) {
                passed.merge(e.getValue(), e.getKey().get(), Integer::sum);
            }
        }
        return passed;
    }

    @ParameterizedTest
    @EnumSource
    void fourClientsTogetherLetThroughWhatIsAllowedToTheRequest(LimitRule.Kind kind) throws Exception {
        List<RedisLimits> four = List.of(
                limits(GROUND.connect()), limits(GROUND.connect()), limits(GROUND.connect()), limits(GROUND.connect()));
        assertThat(passed(four, List.of(perYear("four", kind, 300)), List.of("somebody")))
                .isEqualTo(Map.of("somebody", 300));
    }

    @Test
    void severalAtOnceTakeAllOrNothing() throws Exception {
        RedisLimits limits = limits(GROUND.connect());
        List<LimitRule> rules = List.of(
                perYear("b", LimitRule.Kind.BUCKET, 7),
                perYear("s", LimitRule.Kind.SLIDING, 5),
                perYear("w", LimitRule.Kind.WINDOW, 600));
        assertThat(passed(List.of(limits, limits(GROUND.connect())), rules, List.of("a", "b")))
                .isEqualTo(Map.of("a", 5, "b", 5));
        LimitDecision no = limits.take("a", rules, 1);
        assertThat(no.rule().name()).isEqualTo("s");
        assertThat(no.retryAfter()).isBetween(Duration.ofDays(364), Duration.ofDays(372));
        limits.settle("a", rules, -2);
        assertThat(limits.take("a", rules, 3).allowed()).isFalse();
        assertThat(limits.take("a", rules, 2).allowed()).isTrue();
    }

    /**
     * Whatever happens, what is shared decides as what is local does: kinds, weights, corrections and pauses at random, over a
     * night with a clock change. Times are multiples of 6 ms, so that both divide periods into the same segments.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void decidesAsTheLocalOnesDo(long seed) throws Exception {
        ManualTime time = new ManualTime(Instant.parse("2026-03-28T22:30:00Z"));
        RedisLimits shared = new RedisLimits(GROUND.connect(), "random", time, time);
        LocalLimits local = new LocalLimits(time, 10);
        List<LimitRule> rules = List.of(
                LimitRule.bucket("b", 50, Duration.ofSeconds(6), 80),
                LimitRule.window("w", 400, Duration.ofMinutes(1), BERLIN),
                LimitRule.window("d", 900, Duration.ofDays(1), BERLIN),
                LimitRule.sliding("s", 120, Duration.ofSeconds(30)));
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            int one = random.nextInt(rules.size());
            List<LimitRule> some = random.nextBoolean() ? rules : List.of(rules.get(one));
            String key = seed + " of " + some.size() + ", " + (some.size() == 1 ? one : 0);
            int weight = 1 + random.nextInt(random.nextInt(10) == 0 ? 130 : 15);
            LimitDecision a = shared.take(key, some, weight);
            LimitDecision b = local.take(key, some, weight);
            assertThat(a.allowed()).as("request " + i + " of " + weight).isEqualTo(b.allowed());
            if (a.rule().equals(b.rule())) {
                assertThat(a.remaining()).isEqualTo(Math.max(0, b.remaining()));
                assertThat(a.retryAfter().minus(b.retryAfter()).abs()).isLessThan(Duration.ofMillis(1));
            } else {
                assertThat(a.allowed())
                        .as("of two shares alike either may be told")
                        .isTrue();
            }
            refused += a.allowed() ? 0 : 1;
            if (random.nextInt(5) == 0) {
                int more = random.nextInt(40) - 25;
                shared.settle(key, some, more);
                local.settle(key, some, more);
            }
            time.pass(Duration.ofMillis(6L * random.nextInt(random.nextInt(20) == 0 ? 100_000 : 300)));
        }
        assertThat(refused).isBetween(10, 290);
    }

    @Test
    void whatOneAsksForIsNotSeenAndIsForgotten() throws Exception {
        Redis redis = GROUND.connect();
        LimitRule rule = LimitRule.bucket("b", 1, Duration.ofSeconds(3), 1);
        new RedisLimits(redis, "short", GuardClock.SYSTEM).take("alice@example.org", List.of(rule), 1);
        List<byte[]> keys = redis.call(c -> c.keys("short*"));
        assertThat(keys).hasSize(1);
        assertThat(new String(keys.getFirst(), java.nio.charset.StandardCharsets.UTF_8))
                .matches("short:limit:\\{[0-9a-f]{32}}");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> redis.call(c -> c.exists(keys.getFirst())) == 0);
    }

    @Test
    void aClusterOfThreeCountsAsOneAndGoesOnWithoutOne() throws Exception {
        List<RealRedis> nodes = RealRedis.cluster(GROUND.folder().resolve("cluster"));
        try {
            RedisSettings settings = RedisSettings.cluster(
                    nodes.stream().map(RealRedis::hostPort).toList());
            List<RedisLimits> three = List.of(
                    limits(GROUND.connect(settings)),
                    limits(GROUND.connect(settings)),
                    limits(GROUND.connect(settings)));
            List<LimitRule> rules =
                    List.of(perYear("b", LimitRule.Kind.BUCKET, 9), perYear("s", LimitRule.Kind.SLIDING, 7));
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < 30; i++) { // in all thirds of the slots
                keys.add("user" + i);
            }
            assertThat(passed(three, rules, keys).values()).hasSize(30).containsOnly(7);

            Redis redis = GROUND.connect(settings.within(Duration.ofMillis(500)));
            FallbackLimits limits = new FallbackLimits(
                    limits(redis), new LocalLimits(GuardClock.SYSTEM, 100), RedisLimits.AWAY, GuardClock.SYSTEM);
            nodes.getLast().kill();
            for (String key : keys) { // those of the lost third are counted here
                assertThat(limits.take("after " + key, rules, 1).allowed()).isTrue();
            }
        } finally {
            nodes.forEach(RealRedis::close);
        }
    }

    private static final List<LimitRule> MANY = List.of(perYear("many", LimitRule.Kind.WINDOW, 1_000_000_000));

    /** Asks all the time, in eight threads, and keeps the longest wait. */
    private static final class Load implements AutoCloseable {
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicLong longest = new AtomicLong();
        private final AtomicLong allowed = new AtomicLong();
        private final List<Future<Long>> asked = new ArrayList<>();

        Load(RateLimits limits) {
            for (int t = 0; t < 8; t++) {
                asked.add(threads.submit(() -> {
                    long n = 0;
                    for (; !over.get(); n++) {
                        long start = System.nanoTime();
                        if (limits.take("k", MANY, 1).allowed()) {
                            allowed.incrementAndGet();
                        }
                        longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                        LockSupport.parkNanos(100_000);
                    }
                    return n;
                }));
            }
        }

        /** All requests; none failed. */
        long end() throws Exception {
            over.set(true);
            long n = 0;
            for (Future<Long> f : asked) {
                n += f.get();
            }
            return n;
        }

        @Override
        public void close() {
            over.set(true);
            threads.close();
        }
    }

    /**
     * Killed, it is refused at once; hanging, it is waited for up to the time-out, 300 ms, by those who ask before the third
     * failure. The bound of 10 s leaves room for a machine that does other things.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void underLoadNothingWaitsForWhatIsAwayAndItComesBack(boolean hangs) throws Exception {
        try (RealRedis own = RealRedis.start(GROUND.folder().resolve("own" + hangs))) {
            Redis redis = GROUND.opened(
                    Redis.open(RedisSettings.server(own.hostPort()).within(Duration.ofMillis(300))));
            assertThat(redis.await(Duration.ofSeconds(60))).isTrue();
            FallbackLimits limits = new FallbackLimits(
                    limits(redis), new LocalLimits(GuardClock.SYSTEM, 100), RedisLimits.AWAY, GuardClock.SYSTEM);
            try (Load load = new Load(limits)) {
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> load.allowed.get() > 200);
                if (hangs) {
                    own.pause();
                } else {
                    own.kill();
                }
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !limits.isShared());
                long before = load.allowed.get();
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> load.allowed.get() > before + 1000);
                if (hangs) {
                    own.resume();
                } else {
                    own.restart();
                }
                RedisLimits other = limits(GROUND.connect(RedisSettings.server(own.hostPort())));
                long shared = other.take("k", MANY, 1).remaining();
                Awaitility.await() // the load counts there again
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> other.take("k", MANY, 1).remaining() < shared - 100);
                assertThat(load.end()).isEqualTo(load.allowed.get());
                assertThat(Duration.ofNanos(load.longest.get())).isLessThan(Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void startsWithoutRedisAndFindsItLater() throws Exception {
        RealRedis own = RealRedis.start(GROUND.folder().resolve("later"));
        try (own) {
            own.kill();
            Redis redis = GROUND.opened(
                    Redis.open(RedisSettings.server(own.hostPort()).within(Duration.ofSeconds(10))));
            RedisLimits limits = limits(redis);
            assertThatThrownBy(() -> limits.take("k", MANY, 1)).isInstanceOf(RedisException.class);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> redis.why().contains("refused"));
            own.restart();
            assertThat(redis.await(Duration.ofSeconds(60))).isTrue();
            assertThat(limits.take("k", MANY, 1).remaining()).isEqualTo(999_999_999);
        }
    }

    @Test
    void saysWhatIsWrongWithSettings() {
        assertThatThrownBy(() -> RedisSettings.server("localhost")).hasMessageContaining("not a host and port");
        assertThatThrownBy(() ->
                        new RedisSettings(List.of("a:1", "b:2"), false, false, null, null, null, Duration.ofSeconds(1)))
                .hasMessageContaining("one server of Redis is named, or some of a cluster");
        assertThatThrownBy(() -> RedisSettings.server("a:1").within(Duration.ZERO))
                .hasMessageContaining("1 ms");
        assertThat(new RedisSettings(List.of("a:1"), false, true, null, "u", "secret", Duration.ofSeconds(1))
                        .toString())
                .isEqualTo("a:1 over TLS");
        assertThatThrownBy(() -> new RedisSettings(
                        List.of("a:1"), false, false, Path.of("ca.pem"), null, null, Duration.ofSeconds(1)))
                .hasMessageContaining("TLS, which is not spoken");
        assertThatThrownBy(() -> new RedisSettings(
                        List.of("a:1"), false, true, Path.of("none.pem"), null, null, Duration.ofSeconds(1)))
                .hasMessageContaining("there is no file none.pem");
    }
}
