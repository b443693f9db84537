package dev.headroom.worker;

import static dev.headroom.worker.Ground.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.guard.Backoff;
import dev.headroom.guard.BreakerRule;
import dev.headroom.guard.Guard;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.GuardSettings;
import dev.headroom.guard.LimitDecision;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.RateLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages whose service limits them, or fails. */
class GuardedTest {
    private static final int MESSAGES = 30;

    @TempDir
    Path temporary;

    private final Ground.Time time = new Ground.Time();
    private final MemoryQueue queue = new MemoryQueue(time);
    private final Ground.Remembering sink = new Ground.Remembering();
    private final AtomicInteger calls = new AtomicInteger();

    /** Allows every third that asks. */
    private static final class Third implements RateLimits {
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger allowed = new AtomicInteger();

        @Override
        public LimitDecision take(String key, List<LimitRule> rules, long weight) {
            boolean yes = asked.incrementAndGet() % 3 == 0;
            if (yes) {
                allowed.incrementAndGet();
            }
            return new LimitDecision(yes, rules.get(0), 0, Duration.ZERO, yes ? Duration.ZERO : Duration.ofMillis(1));
        }

        @Override
        public void settle(String key, List<LimitRule> rules, long more) {}
    }

    /** Time of a guard that passes when told to. */
    private static final class Clock implements GuardClock {
        private final AtomicLong now = new AtomicLong();

        @Override
        public long nanos() {
            return now.get();
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(now.get());
        }

        @Override
        public void pause(Duration span) {
            now.addAndGet(span.toNanos());
        }
    }

    private Summary work(Stage<Message, List<Item<String>>> stage) throws InterruptedException {
        Ground.send(queue, MESSAGES);
        try (Worker<String> worker = Ground.worker(queue, Pipeline.of(stage), sink, Ground.quick(temporary), time)) {
            worker.start();
            await().until(() -> Ground.empty(queue));
            return worker.drain(Ground.AMPLE);
        }
    }

    @Test
    void everyTryKeepsToTheRateAndFailuresAreTriedAgain() throws Exception {
        Third limits = new Third();
        Set<String> failed = ConcurrentHashMap.newKeySet();
        GuardSettings settings = GuardSettings.none("embed")
                .retry(new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(2), 2, 0), 1)
                .failure(e -> e instanceof IOException);
        try (Guard guard = new Guard(settings, limits, GuardClock.SYSTEM, () -> 0.5)) {
            Stage<Message, List<Item<String>>> stage = Stage.<Message, List<Item<String>>>io("embed", 4, (m, w) -> {
                        calls.incrementAndGet();
                        if (m.body().endsWith("5") && failed.add(m.body())) {
                            throw new IOException("throttled");
                        }
                        return List.of(Ground.item(m.body()));
                    })
                    .paced(limits, LimitRule.sliding("embed", 20, Duration.ofSeconds(1)))
                    .behind(guard);
            assertThat(work(stage)).isEqualTo(new Summary(MESSAGES, 0, MESSAGES, 0, 0, 0));
        }
        assertThat(failed).isNotEmpty();
        assertThat(calls.get()).isEqualTo(MESSAGES + failed.size()).isEqualTo(limits.allowed.get());
        assertThat(sink.written).hasSize(MESSAGES);
    }

    @Test
    void whileTheBreakerIsOpenMessagesWaitAndNoneIsToBlame() throws Exception {
        long outage = Duration.ofMillis(300).toNanos();
        Clock clock = new Clock();
        GuardSettings settings = GuardSettings.none("embed")
                .breaker(new BreakerRule(2, Duration.ofSeconds(10), Duration.ofMillis(50), 1, Duration.ofSeconds(5)))
                .failure(e -> e instanceof IOException);
        Ground.send(queue, MESSAGES);
        try (Guard guard = new Guard(settings, new Third(), clock, () -> 0.5)) {
            Stage<Message, List<Item<String>>> stage = Stage.<Message, List<Item<String>>>io("embed", 2, (m, w) -> {
                        if (m.body().equals("file-3")) {
                            throw new Refused("no image");
                        }
                        if (clock.nanos() < outage) {
                            calls.incrementAndGet();
                            throw new IOException("away");
                        }
                        return List.of(Ground.item(m.body()));
                    })
                    .behind(guard);
            try (Worker<String> worker =
                    Ground.worker(queue, Pipeline.of(stage), sink, Ground.quick(temporary), time)) {
                worker.start();
                await().until(() -> calls.get() >= 2);
                await().until(() -> {
                    time.pass(Duration.ofMillis(100));
                    clock.pause(Duration.ofMillis(10));
                    return Ground.empty(queue);
                });
            }
        }
        // Two open it (three, side by side), and one comes to see each 50 ms; without it all 29 would have failed.
        assertThat(calls.get()).isBetween(2, 3 + 6);
        assertThat(sink.written).hasSize(MESSAGES - 1).doesNotContainKey("file-3");
        assertThat(queue.buried())
                .singleElement()
                .satisfies(dead -> assertThat(dead.reason()).isEqualTo("embed: no image"));
    }
}
