package dev.headroom.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.guard.CacheRule;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.SharedCache;
import dev.headroom.guard.TieredCache;
import dev.headroom.testing.RealRedis;
import dev.headroom.testing.SharedCacheContract;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cache in a real Redis, alone and under the tiers of several processes. */
class RedisCacheTest extends SharedCacheContract {

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

    @RegisterExtension
    static final RedisGround GROUND = new RedisGround();

    private static int caches;

    private final String prefix = "cache" + ++caches;

    /** A cache that hears of changes already. */
    private RedisCache cache(Redis redis, DoubleSupplier random) {
        RedisCache cache = new RedisCache(redis, prefix, random);
        List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
        cache.onInvalidation(heard::add);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> heard.contains(""));
        return cache;
    }

    @Override
    protected SharedCache cache() throws Exception {
        return cache(GROUND.connect(), () -> 0.5);
    }

    /** A real server has time of its own. */
    @Override
    protected void pass(Duration span) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(span.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
    }

    private static TieredCache<String> tiers(CacheRule rule, SharedCache shared) {
        return new TieredCache<>(
                rule, TieredCache.Near.USUAL, TEXT, shared, GuardClock.SYSTEM, () -> 0.5, Runnable::run);
    }

    @Test
    void whatOneProcessWritesTheOthersHearOf() throws Exception {
        TieredCache<String> one = tiers(CacheRule.WRITE_THROUGH, cache());
        TieredCache<String> two = tiers(CacheRule.WRITE_THROUGH, cache());
        assertThat(one.get("a", k -> "first")).contains("first");
        assertThat(two.get("a", k -> "not asked")).contains("first");
        one.write("a", "second", (k, v) -> {});
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> two.get("a", k -> "not asked").equals(Optional.of("second")));
    }

    /** Three processes, twenty threads each: the origin takes 50 ms, and is asked once a key. */
    @Test
    void processesAskTheOriginOnce() throws Exception {
        List<TieredCache<String>> three =
                List.of(tiers(CacheRule.HOUR, cache()), tiers(CacheRule.HOUR, cache()), tiers(CacheRule.HOUR, cache()));
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                TieredCache<String> cache = three.get(i % 3);
                answers.add(threads.submit(() -> {
                    go.await();
                    return cache.get("once", k -> {
                        pass(Duration.ofMillis(50));
                        return "answer " + asked.incrementAndGet();
                    });
                }));
            }
            go.countDown();
            for (Future<Optional<String>> answer : answers) {
                assertThat(answer.get()).contains("answer 1");
            }
        }
    }

    /**
     * Two processes write to an origin that both share, and three read: once writing has ended, all read what the origin has.
     */
    @Test
    void whateverIsWrittenAtOnceAllReadTheLastInTheEnd() throws Exception {
        List<TieredCache<String>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(tiers(CacheRule.WRITE_THROUGH, cache()));
        }
        AtomicInteger numbers = new AtomicInteger();
        AtomicReference<String> origin = new AtomicReference<>("0");
        CountDownLatch written = new CountDownLatch(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> ended = new ArrayList<>();
            for (TieredCache<String> cache : all) {
                boolean writes = ended.size() < 2;
                ended.add(threads.submit(() -> {
                    for (int i = 0; writes && i < 100; i++) {
                        cache.write("n", Integer.toString(numbers.incrementAndGet()), (k, v) -> origin.set(v));
                        cache.get("n", k -> origin.get());
                    }
                    if (writes) {
                        written.countDown();
                    }
                    while (written.getCount() > 0) {
                        cache.get("n", k -> origin.get());
                        LockSupport.parkNanos(100_000);
                    }
                    return null;
                }));
            }
            for (Future<?> f : ended) {
                f.get();
            }
        }
        for (TieredCache<String> cache : all) { // the last news may be under way
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> cache.get("n", k -> origin.get()).equals(Optional.of(origin.get())));
        }
        assertThat(all.getFirst().counts().shared()).isPositive();
    }

    @Test
    void hotValuesAreReadFromCopiesAndChangeWithTheFirst() throws Exception {
        SplittableRandom seeded = new SplittableRandom(1);
        Redis redis = GROUND.connect();
        RedisCache reads = cache(redis, seeded::nextDouble);
        RedisCache writes = cache(GROUND.connect(), () -> 0);
        SharedCache.Lease lease = writes.lease("hot", Duration.ofSeconds(10));
        writes.put("hot", lease.token(), new byte[] {1}, Duration.ofHours(1));
        CacheKeys names = new CacheKeys(prefix);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> { // copies live for ten seconds
                            for (int i = 0; i < 400; i++) {
                                assertThat(reads.get("hot")).containsExactly(1);
                            }
                            int there = 0;
                            for (int copy = 0; copy < CacheKeys.COPIES; copy++) {
                                byte[] name = names.value("hot", copy);
                                there += Arrays.equals(redis.call(c -> c.get(name)), new byte[] {1}) ? 1 : 0;
                            }
                            return there == CacheKeys.COPIES;
                        });
        String token = writes.change("hot", Duration.ofSeconds(10));
        for (int i = 0; i < 50; i++) {
            assertThat(reads.get("hot")).isNull();
        }
        writes.changed("hot", token, new byte[] {2}, Duration.ofHours(1));
        for (int i = 0; i < 50; i++) {
            assertThat(reads.get("hot")).containsExactly(2);
        }
        writes.changed("hot", "", null, Duration.ZERO);
        for (int i = 0; i < 50; i++) {
            assertThat(reads.get("hot")).isNull();
        }
    }

    /** Masters have neighbouring slots. */
    @Test
    void copiesLieInAllQuartersOfTheSlots() {
        CacheKeys names = new CacheKeys("p");
        for (int i = 0; i < 200; i++) {
            String key = "key{" + i + "}";
            List<Integer> quarters = new ArrayList<>();
            for (int copy = 0; copy < CacheKeys.COPIES; copy++) {
                int slot = SlotHash.getSlot(names.value(key, copy));
                assertThat(SlotHash.getSlot(names.lease(key, copy))).isEqualTo(slot);
                quarters.add(slot / 4096);
            }
            assertThat(quarters).containsExactlyInAnyOrder(0, 1, 2, 3);
            assertThat(SlotHash.getSlot(names.mark(key))).isEqualTo(SlotHash.getSlot(names.value(key, 0)));
        }
    }

    /** What changes while Redis hangs is told when it is back: it had kept the old value. */
    @Test
    void withoutRedisTheOriginAnswersAndChangesAreToldLater() throws Exception {
        try (RealRedis own =
                RealRedis.start(GROUND.folder().resolve("own"), "--appendonly", "yes", "--appendfsync", "always")) {
            RedisSettings settings = RedisSettings.server(own.hostPort());
            RedisCache shared = cache(GROUND.connect(settings), () -> 0.5);
            TieredCache<String> cache = tiers(CacheRule.HOUR, shared);
            Redis link = GROUND.connect(settings);
            RedisCache other = cache(link, () -> 0.5);
            assertThat(cache.get("a", k -> "old")).contains("old");
            own.kill();
            cache.write("a", "new", (k, v) -> {});
            assertThat(cache.get("a", k -> "from the origin")).contains("from the origin");
            assertThat(cache.get("a", k -> "not asked")).contains("from the origin");
            own.restart();
            Awaitility.await() // the old one is still there at first
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> connected(link) && other.get("a") == null);
            assertThat(tiers(CacheRule.HOUR, other).get("a", k -> "newest")).contains("newest");
        }
    }

    private static boolean connected(Redis redis) {
        try {
            return redis.call(c -> c.ping()).equals("PONG");
        } catch (io.lettuce.core.RedisException e) {
            return false;
        }
    }
}
