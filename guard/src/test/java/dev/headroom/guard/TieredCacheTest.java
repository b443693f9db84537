package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tiers, coalescing, staleness, negative answers and news of changes. */
class TieredCacheTest {

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

    /** The shared tier of two processes: a map, and who listens. */
    private static final class Shared implements SharedCache {
        private final Map<String, byte[]> kept = new HashMap<>();
        private final Map<String, Duration> times = new HashMap<>();
        private final List<Consumer<String>> listeners = new ArrayList<>();

        @Override
        public byte @Nullable [] get(String key) {
            return kept.get(key);
        }

        @Override
        public void put(String key, byte[] value, Duration time) {
            kept.put(key, value);
            times.put(key, time);
        }

        @Override
        public void invalidate(String key) {
            kept.remove(key);
            listeners.forEach(l -> l.accept(key));
        }

        @Override
        public void onInvalidation(Consumer<String> listener) {
            listeners.add(listener);
        }
    }

    private final ManualClock clock = new ManualClock();
    private final Shared shared = new Shared();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private int loads;
    private double random;

    private TieredCache<String> cache(CacheRule rule, @Nullable SharedCache second) {
        return new TieredCache<>(rule, TieredCache.Near.USUAL, TEXT, second, clock, () -> random, later::add);
    }

    private String load(String key) {
        return key + ++loads;
    }

    @Test
    void freshAnswersAreGivenWithoutAQuestion() throws Exception {
        TieredCache<String> cache = cache(CacheRule.MINUTES, null);
        assertThat(cache.get("a", this::load)).contains("a1");
        clock.pass(59_000);
        assertThat(cache.get("a", this::load)).contains("a1");
        assertThat(cache.counts().near()).isEqualTo(1);
    }

    @Test
    void staleAnswersAreGivenWhileANewOneIsFetched() throws Exception {
        CacheRule rule = new CacheRule(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ZERO, 0);
        TieredCache<String> cache = cache(rule, null);
        assertThat(cache.get("a", this::load)).contains("a1");
        clock.pass(10_000);
        assertThat(cache.get("a", this::load)).contains("a1");
        assertThat(cache.get("a", this::load)).contains("a1");
        assertThat(later).hasSize(1);
        later.remove().run();
        assertThat(cache.get("a", this::load)).contains("a2");
        clock.pass(30_000);
        assertThat(cache.get("a", this::load)).contains("a3");
        assertThat(later).isEmpty();
    }

    @Test
    void staleAnswersStandInForAnOriginThatFails() throws Exception {
        CacheRule rule = new CacheRule(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ZERO, 0);
        TieredCache<String> cache = cache(rule, shared);
        assertThat(cache.get("a", this::load)).contains("a1");
        clock.pass(100_000); // no longer in the first tier
        assertThat(cache.get("a", k -> {
                    throw new IOException("down");
                }))
                .contains("a1");
        clock.pass(600_000);
        assertThatThrownBy(() -> cache.get("a", k -> {
                    throw new IOException("down");
                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    void thatThereIsNothingIsRemembered() throws Exception {
        TieredCache<String> cache = cache(CacheRule.MINUTES, null);
        for (int i = 0; i < 3; i++) {
            assertThat(cache.get("a", k -> {
                        loads++;
                        return null;
                    }))
                    .isEmpty();
        }
        assertThat(loads).isEqualTo(1);
        clock.pass(30_000);
        assertThat(cache.get("a", this::load)).contains("a2");
    }

    @Test
    void timesAreShortenedAtRandom() throws Exception {
        random = 1;
        TieredCache<String> cache = cache(CacheRule.MINUTES, shared);
        cache.get("a", this::load);
        random = 0;
        cache.get("b", this::load);
        assertThat(shared.times.get("a")).isEqualTo(Duration.ofMinutes(9));
        assertThat(shared.times.get("b")).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void theSharedTierSparesTheOrigin() throws Exception {
        TieredCache<String> one = cache(CacheRule.HOUR, shared);
        TieredCache<String> two = cache(CacheRule.HOUR, shared);
        assertThat(one.get("a", this::load)).contains("a1");
        assertThat(two.get("a", this::load)).contains("a1");
        assertThat(two.counts()).isEqualTo(new TieredCache.Counts(0, 1, 0, 0, 0, 0));
    }

    @Test
    void whatIsWrittenIsNewsForTheOthers() throws Exception {
        TieredCache<String> one = cache(CacheRule.WRITE_THROUGH, shared);
        TieredCache<String> two = cache(CacheRule.WRITE_THROUGH, shared);
        two.get("a", this::load);
        one.put("a", "new");
        assertThat(two.get("a", this::load)).contains("new");
        assertThat(one.get("a", this::load)).contains("new");
        assertThat(loads).isEqualTo(1);
    }

    @Test
    void whatChangesWhileItIsFetchedIsNotKept() throws Exception {
        TieredCache<String> one = cache(CacheRule.HOUR, shared);
        TieredCache<String> two = cache(CacheRule.HOUR, shared);
        assertThat(one.get("a", k -> {
                    two.invalidate("a");
                    return "old";
                }))
                .contains("old");
        assertThat(shared.kept).isEmpty();
        assertThat(one.get("a", this::load)).contains("a1");
    }

    @Test
    void missedNewsDropAll() throws Exception {
        TieredCache<String> cache = cache(CacheRule.HOUR, shared);
        cache.get("a", this::load);
        shared.kept.clear();
        shared.listeners.forEach(l -> l.accept(""));
        assertThat(cache.get("a", this::load)).contains("a2");
    }

    @Test
    void manyWhoAskAtOnceAskTheOriginOnce() throws Exception {
        TieredCache<String> cache = cache(CacheRule.HOUR, null);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<String>>> answers = new ArrayList<>();
            answers.add(threads.submit(() -> cache.get("a", k -> {
                asked.countDown();
                go.await();
                return load(k);
            })));
            asked.await();
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> cache.get("a", this::load)));
            }
            while (cache.counts().coalesced() < 50) {
                Thread.onSpinWait();
            }
            go.countDown();
            for (Future<Optional<String>> answer : answers) {
                assertThat(answer.get()).contains("a1");
            }
        }
    }

    @Test
    void theFirstTierIsBoundedInEntriesAndBytes() throws Exception {
        TieredCache<String> few = new TieredCache<>(
                CacheRule.HOUR,
                new TieredCache.Near(10, 1000, Duration.ofMinutes(1)),
                TEXT,
                null,
                clock,
                () -> 0,
                Runnable::run);
        for (int i = 0; i < 100; i++) {
            few.get("k" + i, this::load);
        }
        few.get("large", k -> "x".repeat(1001));
        loads = 0;
        for (int i = 0; i < 100; i++) {
            few.get("k" + i, this::load);
        }
        assertThat(loads).isGreaterThanOrEqualTo(90);
        few.get("large", this::load);
        assertThat(few.counts().origin()).isEqualTo(101 + loads);
    }
}
