package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    private final ManualClock clock = new ManualClock();
    private final MemorySharedCache shared = new MemorySharedCache(clock);
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
        clock.pass(Duration.ofMinutes(9).minusMillis(1));
        assertThat(shared.get("a")).isNotNull();
        clock.pass(1);
        assertThat(shared.get("a")).isNull();
        clock.pass(Duration.ofMinutes(1).minusMillis(1));
        assertThat(shared.get("b")).isNotNull();
        clock.pass(1);
        assertThat(shared.get("b")).isNull();
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
        List<String> written = new ArrayList<>();
        one.write("a", "new", (k, v) -> written.add(k + "=" + v));
        assertThat(two.get("a", this::load)).contains("new");
        assertThat(one.get("a", this::load)).contains("new");
        assertThat(loads).isEqualTo(1);
        assertThat(written).containsExactly("a=new");
    }

    /** Whatever the order at the origin was, it is asked. */
    @Test
    void whatTwoWriteAtOnceIsNotKept() throws Exception {
        TieredCache<String> one = cache(CacheRule.WRITE_THROUGH, shared);
        TieredCache<String> two = cache(CacheRule.WRITE_THROUGH, shared);
        one.write("a", "first", (k, v) -> two.write("a", "second", (k2, v2) -> {}));
        assertThat(shared.get("a")).isNull();
        assertThat(one.get("a", this::load)).contains("a1");
    }

    @Test
    void whatCouldNotBeWrittenIsNotKeptAndMayHaveBeen() throws Exception {
        TieredCache<String> cache = cache(CacheRule.WRITE_THROUGH, shared);
        assertThat(cache.get("a", this::load)).contains("a1");
        assertThatThrownBy(() -> cache.write("a", "new", (k, v) -> {
                    throw new IOException("timed out");
                }))
                .isInstanceOf(IOException.class);
        assertThat(cache.get("a", this::load)).contains("a2");
    }

    /** A clock at whose third pause something happens elsewhere. */
    private GuardClock atThirdPause(Runnable then) {
        return new GuardClock() {
            @Override
            public long nanos() {
                return clock.nanos();
            }

            @Override
            public Instant instant() {
                return clock.instant();
            }

            @Override
            public void pause(Duration time) {
                clock.pause(time);
                if (clock.pauses.size() == 3) {
                    then.run();
                }
            }
        };
    }

    @Test
    void aProcessWaitsForWhatAnotherFetches() throws Exception {
        MemorySharedCache elsewhere = new MemorySharedCache(clock);
        cache(CacheRule.HOUR, elsewhere).get("a", k -> "theirs");
        SharedCache.Lease lease = shared.lease("a", Duration.ofSeconds(10));
        GuardClock hooked = atThirdPause(() -> shared.put("a", lease.token(), elsewhere.get("a"), Duration.ofHours(1)));
        TieredCache<String> cache = new TieredCache<>(
                CacheRule.HOUR, TieredCache.Near.USUAL, TEXT, shared, hooked, () -> random, later::add);
        assertThat(cache.get("a", this::load)).contains("theirs");
        assertThat(cache.counts()).isEqualTo(new TieredCache.Counts(0, 1, 0, 0, 0, 0));
        assertThat(clock.pauses).hasSize(3);
    }

    @Test
    void andNotForMuchLongerThanASecond() throws Exception {
        SharedCache.Lease lease = shared.lease("a", Duration.ofSeconds(10));
        long before = clock.millis();
        assertThat(cache(CacheRule.HOUR, shared).get("a", this::load)).contains("a1");
        assertThat(clock.millis() - before).isBetween(950L, 1050L);
        assertThat(lease.granted()).isTrue();
        assertThat(shared.get("a")).as("only who has the lease fills it").isNull();
    }

    @Test
    void aStaleAnswerIsGivenWhileAnotherProcessFetches() throws Exception {
        CacheRule rule = new CacheRule(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ZERO, 0);
        cache(rule, shared).get("a", this::load);
        clock.pass(20_000);
        assertThat(shared.lease("a", Duration.ofSeconds(10)).granted()).isTrue();
        assertThat(cache(rule, shared).get("a", this::load)).contains("a1");
        assertThat(clock.pauses).isEmpty();
    }

    @Test
    void whatCannotBeReadIsFetchedAnew() throws Exception {
        shared.put("a", shared.lease("a", Duration.ofSeconds(1)).token(), new byte[] {1, 2}, Duration.ofHours(1));
        assertThat(cache(CacheRule.HOUR, shared).get("a", this::load)).contains("a1");
    }

    @Test
    void theSharedTierKeepsForADayAtMost() throws Exception {
        cache(CacheRule.IMMUTABLE, shared).get("a", this::load);
        clock.pass(Duration.ofHours(24).minusMillis(1));
        assertThat(shared.get("a")).isNotNull();
        clock.pass(1);
        assertThat(shared.get("a")).isNull();
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
        assertThat(shared.get("a")).isNull();
        assertThat(one.get("a", this::load)).contains("a1");
    }

    @Test
    void missedNewsDropAll() throws Exception {
        TieredCache<String> cache = cache(CacheRule.HOUR, shared);
        cache.get("a", this::load);
        shared.change("a", Duration.ofMillis(1)); // what it says then is missed
        clock.pass(1);
        assertThat(cache.get("a", this::load)).contains("a1");
        shared.tellAll();
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
