package dev.headroom.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.guard.BreakerRule;
import dev.headroom.guard.CacheRule;
import dev.headroom.guard.FallbackLimits;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LimitDecision;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.LocalLimits;
import dev.headroom.guard.RateLimits;
import dev.headroom.guard.TieredCache;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against Debian's Redis: limits to the request, over several clients and a cluster; its loss; the cache and its news. */
class RedisTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void installed() {
        RedisServer.assumeInstalled();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable c : open.reversed()) {
            c.close();
        }
    }

    private RedisServer server() throws Exception {
        RedisServer s = new RedisServer(folder.resolve("redis"), false);
        open.add(s);
        return s;
    }

    private RedisClient client(RedisServer s) {
        RedisClient c = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(s.port())
                .withTimeout(Duration.ofSeconds(5))
                .build());
        c.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        open.add(c::shutdown);
        return c;
    }

    private RedisLimits limits(RedisServer s) {
        return new RedisLimits(client(s).connect().sync(), GuardClock.SYSTEM, "test");
    }

    private static LimitRule rule(LimitRule.Kind kind, long amount) {
        return new LimitRule("r", kind, amount, Duration.ofDays(1), amount, ZoneId.of("UTC"));
    }

    private static int passed(List<RateLimits> gateways, List<LimitRule> rules, int each) throws Exception {
        int passed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (RateLimits g : gateways) {
                counts.add(threads.submit(() -> {
                    int n = 0;
                    for (int i = 0; i < each; i++) {
                        n += g.take("somebody", rules, 1).allowed() ? 1 : 0;
                    }
                    return n;
                }));
            }
            for (Future<Integer> f : counts) {
                passed += f.get();
            }
        }
        return passed;
    }

    /** A day is long enough for a bucket of 300 to get nothing back while the test runs. */
    @ParameterizedTest
    @EnumSource
    void fourGatewaysTogetherLetThroughWhatIsAllowedToTheRequest(LimitRule.Kind kind) throws Exception {
        RedisServer s = server();
        List<RateLimits> four = List.of(limits(s), limits(s), limits(s), limits(s));
        assertThat(passed(four, List.of(rule(kind, 300)), 150)).isEqualTo(300);
    }

    @Test
    void severalAtOnceTakeAllOrNothing() throws Exception {
        RedisLimits limits = limits(server());
        List<LimitRule> rules =
                List.of(rule(LimitRule.Kind.BUCKET, 7), rule(LimitRule.Kind.SLIDING, 5), rule(LimitRule.Kind.WINDOW, 6));
        assertThat(passed(List.of(limits), rules, 20)).isEqualTo(5);
        LimitDecision no = limits.take("somebody", rules, 1);
        assertThat(no.rule().kind()).isEqualTo(LimitRule.Kind.SLIDING);
        assertThat(no.retryAfter()).isBetween(Duration.ofHours(23), Duration.ofHours(25));
        limits.settle("somebody", rules, -1);
        assertThat(limits.take("somebody", rules, 1).allowed()).isTrue();
    }

    /** The same requests at the same limits: what is shared decides as what is local does. */
    @ParameterizedTest
    @EnumSource
    void decidesAsTheLocalOnesDo(LimitRule.Kind kind) throws Exception {
        RedisLimits shared = limits(server());
        LocalLimits local = new LocalLimits(GuardClock.SYSTEM, 10);
        List<LimitRule> rules = List.of(rule(kind, 50));
        for (int weight : new int[] {1, 30, 25, 19, 1, 60, 1}) {
            LimitDecision a = shared.take("k", rules, weight);
            LimitDecision b = local.take("k", rules, weight);
            assertThat(a.allowed()).as("weight " + weight).isEqualTo(b.allowed());
            assertThat(a.remaining()).isEqualTo(b.remaining());
        }
    }

    @Test
    void aClusterOfThreeCountsAsOne() throws Exception {
        List<RedisServer> nodes = RedisServer.cluster(folder);
        open.addAll(nodes);
        RedisClusterClient client = RedisClusterClient.create(
                RedisURI.create("redis://127.0.0.1:" + nodes.getFirst().port()));
        open.add(client::shutdown);
        RedisLimits one = new RedisLimits(client.connect().sync(), GuardClock.SYSTEM, "test");
        RedisLimits two = new RedisLimits(client.connect().sync(), GuardClock.SYSTEM, "test");
        assertThat(passed(List.of(one, two), List.of(rule(LimitRule.Kind.SLIDING, 100)), 80)).isEqualTo(100);
        for (int i = 0; i < 50; i++) { // in all slots
            assertThat(two.take("user" + i, List.of(rule(LimitRule.Kind.BUCKET, 1)), 1).allowed()).isTrue();
        }
    }

    @Test
    void killedUnderLoadItIsDoneWithoutAndItComesBack() throws Exception {
        RedisServer s = server();
        BreakerRule rule =
                new BreakerRule(2, Duration.ofSeconds(10), Duration.ofMillis(200), 1, Duration.ofSeconds(5));
        FallbackLimits limits =
                new FallbackLimits(limits(s), new LocalLimits(GuardClock.SYSTEM, 10), rule, GuardClock.SYSTEM);
        List<LimitRule> rules = List.of(rule(LimitRule.Kind.WINDOW, 1_000_000));
        long first = limits.take("k", rules, 1).remaining();
        assertThat(first).isEqualTo(999_999);
        s.kill();
        for (int i = 0; i < 200; i++) {
            assertThat(limits.take("k", rules, 1).allowed()).isTrue();
        }
        assertThat(limits.isShared()).isFalse();
        s.restart();
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        long left = 0;
        // What was killed has forgotten: the shared count begins anew, while the local one stands at some hundreds.
        while (left != 999_999 && System.nanoTime() < until) {
            left = limits.take("k", rules, 1).remaining();
        }
        assertThat(left).isEqualTo(999_999);
    }

    private static final TieredCache.Codec<String> TEXT = new TieredCache.Codec<>() {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    private TieredCache<String> cache(RedisServer s) {
        RedisClient client = client(s);
        StatefulRedisConnection<byte[], byte[]> c = client.connect(ByteArrayCodec.INSTANCE);
        RedisCache second = new RedisCache(
                c.sync(),
                c.sync(),
                (channel, key) -> c.sync().publish(channel, key),
                client.connectPubSub(ByteArrayCodec.INSTANCE),
                "cache",
                () -> 0.5);
        return new TieredCache<>(
                CacheRule.WRITE_THROUGH,
                TieredCache.Near.USUAL,
                TEXT,
                second,
                GuardClock.SYSTEM,
                () -> 0.5,
                Runnable::run);
    }

    @Test
    void whatOneProcessWritesTheOthersHearOf() throws Exception {
        RedisServer s = server();
        TieredCache<String> one = cache(s);
        TieredCache<String> two = cache(s);
        assertThat(one.get("a", k -> "first")).contains("first");
        assertThat(two.get("a", k -> "not asked")).contains("first");
        one.put("a", "second");
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!two.get("a", k -> "not asked").orElse("").equals("second") && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(two.get("a", k -> "not asked")).contains("second");
    }

    @Test
    void withoutRedisTheOriginAnswers() throws Exception {
        RedisServer s = server();
        TieredCache<String> cache = cache(s);
        s.kill();
        assertThat(cache.get("a", k -> "from the origin")).contains("from the origin");
        assertThat(cache.get("a", k -> "not asked")).contains("from the origin");
    }
}
