package dev.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing is lost, whenever a worker dies: 10 000 messages, 50 deaths at random calls of the queue or the sink (before or after
 * they take effect), a sink that fails at one bulk in ten (before or after writing), stages that fail, messages that never
 * succeed.
 */
class CrashesTest {
    private static final int MESSAGES = 10_000;
    private static final int DEATHS = 50;
    private static final Logger LOG = Logger.getLogger("dev.headroom.worker");

    @TempDir
    Path temporary;

    private final Ground.Time time = new Ground.Time();
    private final MemoryQueue queue = new MemoryQueue(time);
    private final Ground.Remembering sink = new Ground.Remembering();

    @BeforeAll
    static void quiet() {
        LOG.setLevel(Level.OFF); // thousands of lines
    }

    @AfterAll
    static void loud() {
        LOG.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyMessageIsWrittenOrPutAside(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> bodies = Ground.send(queue, MESSAGES);
        for (int death = 0; death <= DEATHS; death++) {
            // Ten calls or so are made for a hundred messages: a life ends among them.
            Life life = new Life(death < DEATHS ? 1 + random.nextInt(80) : Integer.MAX_VALUE, random.nextLong());
            try (Worker<String> worker =
                    Ground.worker(life.queue, Pipeline.of(stage(life)), life.sink, Ground.quick(temporary), time)) {
                worker.start();
                Ground.await().pollInterval(Duration.ofMillis(3)).until(() -> {
                    time.pass(Duration.ofSeconds(1));
                    return life.dead() || Ground.empty(queue);
                });
            }
            time.pass(Ground.HOLD); // what it held comes back
        }
        Set<String> buried = new HashSet<>();
        for (MemoryQueue.Buried dead : queue.buried()) {
            buried.add(dead.message().body());
            assertThat(dead.reason())
                    .matches("read: .*|received \\d+ times and never answered for.*|not done within.*");
        }
        for (String body : bodies) {
            assertThat(sink.written.containsKey(body) || buried.contains(body))
                    .as(body)
                    .isTrue();
            if (number(body) % 100 == 7) {
                assertThat(buried).contains(body);
            }
        }
        int writes = sink.written.values().stream().mapToInt(Integer::intValue).sum();
        int duplicates = writes - sink.written.size();
        // A life leaves at most what it held: here some 60 messages, and the bulks that failed after writing.
        assertThat(duplicates).as("duplicates").isBetween(1, DEATHS * 60 + MESSAGES / 5);
        assertThat(sink.written.size()).isGreaterThan(MESSAGES * 97 / 100);
    }

    /** One in a hundred is refused, one in a hundred never succeeds, one try in fifty fails. */
    private static Stage<Message, List<Item<String>>> stage(Life life) {
        return Stage.io("read", 20, (message, work) -> {
            int number = number(message.body());
            if (number % 100 == 7) {
                throw new Refused("not a file");
            }
            if (number % 100 == 8 || life.chance(50)) {
                throw new IOException("cannot be read");
            }
            return List.of(Ground.item(message.body()));
        });
    }

    private static int number(String body) {
        return Integer.parseInt(body.substring("file-".length()));
    }

    /** The outside as one worker sees it, until it dies: from then on nothing it does has an effect. */
    private final class Life {
        private final AtomicInteger calls;
        private final Random random;

        Life(int calls, long seed) {
            this.calls = new AtomicInteger(calls);
            this.random = new Random(seed);
        }

        boolean dead() {
            return calls.get() <= 0;
        }

        boolean chance(int oneIn) {
            synchronized (random) {
                return random.nextInt(oneIn) == 0;
            }
        }

        /** Counts a call; false if the worker is dead, or dies before it takes effect. */
        private boolean call() {
            return calls.get() > 0 && (calls.decrementAndGet() > 0 || chance(2));
        }

        private final MessageQueue queue = new MessageQueue() {
            @Override
            public Received receive(int most, Duration wait, Duration visibility) throws InterruptedException {
                if (!call()) {
                    return new Received.Unreachable("dead");
                }
                Received received = CrashesTest.this.queue.receive(most, wait, visibility);
                return dead() ? new Received.Unreachable("died") : received;
            }

            @Override
            public Map<Message, String> acknowledge(List<Message> messages) {
                return call() ? CrashesTest.this.queue.acknowledge(messages) : Map.of();
            }

            @Override
            public Map<Message, String> hold(List<Message> messages, Duration visibility) {
                return call() ? CrashesTest.this.queue.hold(messages, visibility) : Map.of();
            }

            @Override
            public Optional<String> bury(Message message, String reason) {
                return call() ? CrashesTest.this.queue.bury(message, reason) : Optional.empty();
            }

            @Override
            public Optional<Depth> depth() {
                return Optional.empty();
            }
        };

        private final BulkSink<String> sink = items -> {
            boolean fails = chance(10);
            if (!call() || (fails && chance(2))) {
                throw new IOException("away");
            }
            List<BulkSink.Rejected> rejected = CrashesTest.this.sink.write(items);
            if (fails || dead()) {
                throw new IOException("away after writing");
            }
            return rejected;
        };
    }
}
