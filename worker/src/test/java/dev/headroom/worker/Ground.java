package dev.headroom.worker;

import dev.headroom.guard.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What tests of workers stand on: time that passes when told to, a sink that remembers, settings that do not dawdle. */
final class Ground {
    private Ground() {}

    /** Time for several threads. */
    static final class Time implements InstantSource {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-05T00:00:00Z"));

        @Override
        public Instant instant() {
            return now.get();
        }

        void pass(Duration span) {
            now.updateAndGet(t -> t.plus(span));
        }
    }

    /** Remembers how often each key was written, and the sizes of its bulks. */
    static final class Remembering implements BulkSink<String> {
        final Map<String, Integer> written = new ConcurrentHashMap<>();
        final List<Integer> bulks = new CopyOnWriteArrayList<>();

        @Override
        public List<Rejected> write(List<Item<String>> items) throws Exception {
            bulks.add(items.size());
            items.forEach(item -> written.merge(item.key(), 1, Integer::sum));
            return List.of();
        }
    }

    static Item<String> item(String key) {
        return new Item<>(key, key, key.length());
    }

    /** A stage that makes an item of a message's body. */
    static Stage<Message, List<Item<String>>> keep(String name, int parallelism) {
        return Stage.io(name, parallelism, (message, work) -> List.of(item(message.body())));
    }

    /** So long a message is held: no test lasts as long, however fast its time passes on a slow machine. */
    static final Duration HOLD = Duration.ofHours(100);

    /** A drain that is not to end before its work, on the slowest machine. */
    static final Duration AMPLE = Duration.ofMinutes(2);

    /** Waits as long as the slowest machine needs. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(5));
    }

    /** Bulks of up to 50, or what there is after 5 ms; three tries, a second apart; receives wait for 20 ms. */
    static WorkerSettings quick(Path temporary) {
        return WorkerSettings.defaults()
                .with(new WorkerSettings.Trying(
                        new Backoff(3, Duration.ofSeconds(1), Duration.ofSeconds(4), 2, 0.2), HOLD))
                .with(new WorkerSettings.Receiving(HOLD, Duration.ofMillis(20), 0, 1))
                .with(new WorkerSettings.Bulk(
                        50,
                        1_000_000,
                        Duration.ofMillis(5),
                        2,
                        new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(5), 2, 0.2)))
                .withTemporary(temporary);
    }

    static Worker<String> worker(
            MessageQueue queue,
            Pipeline<List<Item<String>>> pipeline,
            BulkSink<String> sink,
            WorkerSettings settings,
            InstantSource time) {
        try {
            return new Worker<>(queue, pipeline, sink, settings, new SimpleMeterRegistry(), time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> send(MemoryQueue queue, int count) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add("file-" + i);
            queue.send("file-" + i);
        }
        return bodies;
    }

    static boolean empty(MemoryQueue queue) {
        return queue.depth().map(d -> d.visible() + d.held() == 0).orElse(false);
    }
}
