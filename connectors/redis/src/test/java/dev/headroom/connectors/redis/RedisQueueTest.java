package dev.headroom.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.testing.MessageQueueContract;
import dev.headroom.testing.RealRedis;
import dev.headroom.worker.Message;
import dev.headroom.worker.MessageQueue;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A queue in a real Redis. */
class RedisQueueTest extends MessageQueueContract {

    @RegisterExtension
    static final RedisGround GROUND = new RedisGround();

    private static int queues;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Redis redis;

    @BeforeAll
    static void connect() throws InterruptedException {
        redis = RedisGround.open(RedisSettings.server(GROUND.server().hostPort()));
    }

    @AfterAll
    static void close() {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    protected MessageQueue with(String... bodies) {
        RedisQueue queue = new RedisQueue(redis, "test", "q" + ++queues);
        List.of(bodies).forEach(queue::send);
        return queue;
    }

    /** A real server has time of its own: instead of waiting, all that is held gets older. */
    @Override
    protected void pass(Duration span) {
        byte[] stream = Script.bytes("test:{q" + queues + "}");
        String older = """
            for _, p in ipairs(redis.call('XPENDING', KEYS[1], 'workers', '-', '+', 1000)) do
              redis.call('XCLAIM', KEYS[1], 'workers', p[2], 0, p[1], 'IDLE', p[3] + ARGV[1], 'JUSTID')
            end
            return 1\
            """;
        byte[] millis = Script.bytes(span.toMillis());
        Long done = redis.call(c -> c.eval(older, ScriptOutputType.INTEGER, new byte[][] {stream}, millis));
        assertThat(done).isEqualTo(1);
    }

    private static List<Map<String, String>> dead() {
        byte[] stream = Script.bytes("test:{q" + queues + "}:dead");
        List<Map<String, String>> all = new ArrayList<>();
        redis.call(c -> c.xrange(stream, Range.unbounded())).forEach(entry -> {
            Map<String, String> fields = new java.util.TreeMap<>();
            entry.getBody().forEach((k, v) -> fields.put(text(k), text(v)));
            all.add(fields);
        });
        return all;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    protected List<String> reasons() {
        return dead().stream().map(f -> f.getOrDefault(RedisQueue.REASON, "")).toList();
    }

    private static List<Message> receive(MessageQueue queue, Duration visibility) throws InterruptedException {
        return ((MessageQueue.Received.Messages) queue.receive(10, Duration.ZERO, visibility)).messages();
    }

    /** Who was too slow neither ends nor holds what another works on now. */
    @Test
    void aReceiptIsWorthNothingOnceAnotherHasTheMessage() throws Exception {
        MessageQueue queue = with("a");
        Message slow = receive(queue, Duration.ofMinutes(1)).getFirst();
        assertThat(queue.hold(List.of(slow), Duration.ZERO)).isEmpty();
        Message again = receive(queue, Duration.ofMinutes(1)).getFirst();
        assertThat(again.receives()).isEqualTo(2);
        assertThat(queue.acknowledge(List.of(slow)).get(slow)).contains("delivered again");
        assertThat(queue.hold(List.of(slow), Duration.ZERO)).containsOnlyKeys(slow);
        assertThat(queue.bury(slow, "why")).isPresent();
        assertThat(queue.depth()).contains(new MessageQueue.Depth(0, 1, 0));
        assertThat(queue.acknowledge(List.of(again))).isEmpty();
        assertThat(queue.depth()).contains(new MessageQueue.Depth(0, 0, 0));
    }

    @Test
    void attributesComeAlongAndStayWithDeadLetters() throws Exception {
        RedisQueue queue = (RedisQueue) with();
        String id = queue.send("b", Map.of("kind", "ä"));
        Message message = receive(queue, Duration.ofMinutes(1)).getFirst();
        assertThat(message.attributes()).isEqualTo(Map.of("kind", "ä"));
        assertThat(message.id()).isEqualTo(id);
        assertThat(message.sent()).isNotNull();
        assertThat(queue.bury(message, "bad byte \0 " + "x".repeat(300_000))).isEmpty();
        assertThat(dead()).singleElement().satisfies(f -> {
            assertThat(f)
                    .containsEntry("body", "b")
                    .containsEntry("kind", "ä")
                    .containsEntry("headroom-message-id", id)
                    .containsEntry("headroom-receives", "1");
            assertThat(f.get(RedisQueue.REASON)).hasSize(2000).startsWith("bad byte \0 x");
        });
        assertThatThrownBy(() -> queue.send("b", Map.of("body", "x"))).hasMessageContaining("no attribute");
        assertThatThrownBy(() -> new RedisQueue(redis, "test", "a{b}")).hasMessageContaining("name of a queue");
    }

    /** What comes back lies anywhere among many that are held. */
    @Test
    void findsWhatComesBackAmongMany() throws Exception {
        String[] bodies = new String[500];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = "m" + i;
        }
        MessageQueue queue = with(bodies);
        List<Message> all = new ArrayList<>();
        for (List<Message> some = receive(queue, Duration.ofHours(1)); !some.isEmpty(); ) {
            all.addAll(some);
            some = receive(queue, Duration.ofHours(1));
        }
        assertThat(all).hasSize(500);
        List<Message> back = List.of(all.get(3), all.get(250), all.get(499));
        assertThat(queue.hold(back, Duration.ZERO)).isEmpty();
        assertThat(queue.depth()).contains(new MessageQueue.Depth(3, 497, 0));
        assertThat(receive(queue, Duration.ofHours(1)))
                .extracting(Message::id)
                .containsExactlyInAnyOrderElementsOf(
                        back.stream().map(Message::id).toList());
    }

    @Test
    void waitsForTheFirstMessage() throws Exception {
        RedisQueue queue = (RedisQueue) with();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<MessageQueue.Received> got =
                    threads.submit(() -> queue.receive(1, Duration.ofSeconds(20), Duration.ofMinutes(1)));
            queue.send("late");
            assertThat(((MessageQueue.Received.Messages) got.get()).messages())
                    .extracting(Message::body)
                    .containsExactly("late");
        }
    }

    @Test
    void aServerThatIsAwayIsAResult() throws Exception {
        try (Redis nowhere = Redis.open(RedisSettings.server("127.0.0.1:1"))) {
            RedisQueue queue = new RedisQueue(nowhere, "test", "q");
            assertThat(queue.receive(1, Duration.ZERO, Duration.ofSeconds(9)))
                    .isInstanceOf(MessageQueue.Received.Unreachable.class);
            Message message = new Message("1-1", "body", "1-1/1", 1, null, Map.of());
            assertThat(queue.acknowledge(List.of(message))).containsOnlyKeys(message);
            assertThat(queue.hold(List.of(message), Duration.ZERO)).containsOnlyKeys(message);
            assertThat(queue.bury(message, "why")).isPresent();
            assertThat(queue.depth()).isEmpty();
        }
    }

    /** Killed without a warning under load: what it said it has, it has, and some of it comes twice. */
    @Test
    void whatWasSentSurvivesKillsOfRedis() throws Exception {
        try (RealRedis own = RealRedis.start(
                        GROUND.folder().resolve("own"), "--appendonly", "yes", "--appendfsync", "always");
                Redis mine = RedisGround.open(RedisSettings.server(own.hostPort()))) {
            RedisQueue queue = new RedisQueue(mine, "test", "kills");
            Set<String> sent = ConcurrentHashMap.newKeySet();
            Set<String> done = ConcurrentHashMap.newKeySet();
            AtomicLong acknowledged = new AtomicLong();
            AtomicBoolean over = new AtomicBoolean();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> sends = threads.submit(() -> {
                    for (int i = 0; !over.get(); i++) {
                        try {
                            queue.send("m" + i);
                            sent.add("m" + i);
                        } catch (io.lettuce.core.RedisException e) {
                            Thread.sleep(1); // not certain: not counted
                        }
                    }
                    return null;
                });
                Future<?> works = threads.submit(() -> {
                    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                    while ((!over.get() || !done.containsAll(sent)) && System.nanoTime() < until) {
                        if (queue.receive(10, Duration.ofMillis(10), Duration.ofSeconds(1))
                                instanceof MessageQueue.Received.Messages some) {
                            some.messages().forEach(m -> done.add(m.body()));
                            int failed = queue.acknowledge(some.messages()).size();
                            acknowledged.addAndGet(some.messages().size() - failed);
                        } else {
                            Thread.sleep(1);
                        }
                    }
                    return null;
                });
                for (int kill = 0; kill < 2; kill++) {
                    int before = done.size();
                    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> done.size() > before + 50);
                    own.kill();
                    own.restart();
                }
                over.set(true);
                sends.get();
                works.get();
            }
            assertThat(done).containsAll(sent);
            assertThat(acknowledged.get()).isGreaterThan(50);
        }
    }
}
