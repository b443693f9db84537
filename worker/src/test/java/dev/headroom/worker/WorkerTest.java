package dev.headroom.worker;

import static dev.headroom.worker.Ground.AMPLE;
import static dev.headroom.worker.Ground.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerTest {

    @TempDir
    Path temporary;

    private final Ground.Time time = new Ground.Time();
    private final MemoryQueue queue = new MemoryQueue(time);
    private final Ground.Remembering sink = new Ground.Remembering();

    private Worker<String> worker(Stage<Message, List<Item<String>>> stage) {
        return Ground.worker(queue, Pipeline.of(stage), sink, Ground.quick(temporary), time);
    }

    /** Waits for the queue to be empty, while retries come due. */
    private void untilEmpty() {
        await().until(() -> {
            time.pass(Duration.ofSeconds(1));
            return Ground.empty(queue);
        });
    }

    @Test
    void everythingIsWrittenInBulkAndAcknowledged() throws Exception {
        List<String> bodies = Ground.send(queue, 500);
        WorkerSettings.Bulk quick = Ground.quick(temporary).bulk();
        WorkerSettings settings = Ground.quick(temporary)
                .with(new WorkerSettings.Bulk(
                        quick.items(), quick.bytes(), Duration.ofMillis(500), quick.parallelism(), quick.backoff()));
        try (Worker<String> worker = Ground.worker(queue, Pipeline.of(Ground.keep("keep", 20)), sink, settings, time)) {
            worker.start();
            await().until(() -> Ground.empty(queue));
            Summary summary = worker.drain(AMPLE);
            assertThat(summary).isEqualTo(new Summary(500, 0, 500, 0, 0, 0));
        }
        assertThat(sink.written)
                .containsOnlyKeys(bodies)
                .allSatisfy((key, times) -> assertThat(times).isEqualTo(1));
        assertThat(sink.bulks).allMatch(size -> size <= 50).hasSizeLessThan(250);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        "a refusal, at once",
                        Stage.<Message, List<Item<String>>>io("read", 2, (m, w) -> {
                            throw new Refused("the file is empty");
                        }),
                        "read: the file is empty",
                        1),
                Arguments.of(
                        "an exception, after three tries",
                        Stage.<Message, List<Item<String>>>io("read", 2, (m, w) -> {
                            throw new IOException("reset");
                        }),
                        "read: IOException: reset (tried 3 times)",
                        3),
                Arguments.of(
                        "an error of the machine, after three tries",
                        Stage.<Message, List<Item<String>>>cpu("ocr", (m, w) -> {
                            throw new OutOfMemoryError("Java heap space");
                        }),
                        "ocr: OutOfMemoryError: Java heap space (tried 3 times)",
                        3),
                Arguments.of(
                        "more memory than there may be, at once",
                        Ground.keep("read", 2).needing(m -> 1L << 40),
                        "read: needs about 1048576 MiB, more than the 64 MiB this worker allows",
                        1),
                Arguments.of(
                        "too slow, after three tries",
                        Stage.<Message, List<Item<String>>>io("read", 2, (m, w) -> {
                                    new CountDownLatch(1).await();
                                    return List.of();
                                })
                                .within(Duration.ofMillis(30)),
                        "read: took longer than 0.03s (tried 3 times)",
                        3));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void whatFailsEndsInTheDeadLettersWithItsReason(
            String name, Stage<Message, List<Item<String>>> stage, String reason, int receives) throws Exception {
        queue.send("bad");
        WorkerSettings settings = Ground.quick(temporary).withMemoryBytes(64 << 20);
        try (Worker<String> worker = Ground.worker(queue, Pipeline.of(stage), sink, settings, time)) {
            worker.start();
            untilEmpty();
            assertThat(worker.drain(AMPLE)).isEqualTo(new Summary(receives, receives - 1, 0, receives - 1, 1, 0));
        }
        assertThat(queue.buried()).singleElement().satisfies(dead -> {
            assertThat(dead.reason()).isEqualTo(reason);
            assertThat(dead.message().receives()).isEqualTo(receives);
        });
        assertThat(sink.written).isEmpty();
    }

    @Test
    void aMessageThatKillsItsWorkersIsPutAsideUnread() throws Exception {
        queue.send("deadly");
        for (int i = 0; i < 3; i++) {
            queue.receive(1, Duration.ZERO, Duration.ofSeconds(1));
            time.pass(Duration.ofSeconds(2));
        }
        AtomicInteger begun = new AtomicInteger();
        try (Worker<String> worker = worker(Stage.io("read", 1, (m, w) -> {
            begun.incrementAndGet();
            return List.of();
        }))) {
            worker.start();
            untilEmpty();
        }
        assertThat(begun).hasValue(0);
        assertThat(queue.buried().get(0).reason()).startsWith("received 4 times and never answered for");
    }

    @Test
    void whatTheSinkRejectsIsSplitFromItsBulk() throws Exception {
        Ground.send(queue, 40);
        AtomicInteger busy = new AtomicInteger();
        BulkSink<String> picky = items -> {
            List<BulkSink.Rejected> no = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                switch (items.get(i).key()) {
                    case "file-7" -> no.add(new BulkSink.Rejected(i, "no such field", true));
                    case "file-8" -> {
                        if (busy.incrementAndGet() <= 2) {
                            no.add(new BulkSink.Rejected(i, "busy", false));
                        } else {
                            sink.write(List.of(items.get(i)));
                        }
                    }
                    case "file-9" -> no.add(new BulkSink.Rejected(i, "always busy", false));
                    default -> sink.write(List.of(items.get(i)));
                }
            }
            return no;
        };
        try (Worker<String> worker =
                Ground.worker(queue, Pipeline.of(Ground.keep("keep", 10)), picky, Ground.quick(temporary), time)) {
            worker.start();
            untilEmpty();
            worker.drain(AMPLE);
        }
        assertThat(sink.written).hasSize(38).containsKey("file-8").doesNotContainKeys("file-7", "file-9");
        assertThat(queue.buried())
                .extracting(MemoryQueue.Buried::reason)
                .containsExactlyInAnyOrder("sink: no such field", "sink: always busy (tried 3 times)");
    }

    @Test
    void aSinkThatIsAwayPoisonsNothing() throws Exception {
        Ground.send(queue, 20);
        AtomicInteger calls = new AtomicInteger();
        BulkSink<String> away = items -> {
            if (calls.incrementAndGet() <= 12) {
                throw new IOException("connection refused");
            }
            return sink.write(items);
        };
        try (Worker<String> worker =
                Ground.worker(queue, Pipeline.of(Ground.keep("keep", 5)), away, Ground.quick(temporary), time)) {
            worker.start();
            await().until(() -> Ground.empty(queue));
            assertThat(worker.drain(AMPLE)).isEqualTo(new Summary(20, 0, 20, 0, 0, 0));
        }
        assertThat(sink.written).hasSize(20);
    }

    @Test
    void noMoreIsTakenThanTheStagesAndOneBatchCanHold() throws Exception {
        Ground.send(queue, 200);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Worker<String> worker = worker(Stage.io("slow", 4, (m, w) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            go.await();
            inside.decrementAndGet();
            return List.of(Ground.item(m.body()));
        }))) {
            worker.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> inside.get() == 4);
            await().atMost(Duration.ofSeconds(60))
                    .during(Duration.ofMillis(50))
                    .until(() -> queue.depth().orElseThrow().held() <= 14);
            go.countDown();
            await().atMost(Duration.ofSeconds(60)).until(() -> Ground.empty(queue));
            assertThat(most).hasValue(4);
        }
        assertThat(sink.written).hasSize(200);
    }

    @Test
    void drainingFinishesWhatWasBegunAndGivesTheRestBack() throws Exception {
        Ground.send(queue, 30);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(2);
        try (Worker<String> worker = worker(Stage.io("slow", 2, (m, w) -> {
            begun.countDown();
            go.await();
            return List.of(Ground.item(m.body()));
        }))) {
            worker.start();
            assertThat(begun.await(AMPLE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Thread draining = Thread.ofVirtual().start(() -> drain(worker, AMPLE));
            await().until(() -> queue.depth().orElseThrow().visible() == 28);
            assertThat(worker.state()).isEqualTo(Worker.State.DRAINING);
            go.countDown();
            draining.join();
            assertThat(worker.state()).isEqualTo(Worker.State.ENDED);
            assertThat(worker.summary().done()).isEqualTo(2);
        }
        assertThat(sink.written).hasSize(2);
        assertThat(queue.depth()).contains(new MessageQueue.Depth(28, 0, 0));
    }

    @Test
    void drainingEndsInTimeAndGivesBackWhatIsNotFinished() throws Exception {
        Ground.send(queue, 5);
        CountDownLatch begun = new CountDownLatch(2);
        try (Worker<String> worker = worker(Stage.io("endless", 2, (m, w) -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return List.of();
        }))) {
            worker.start();
            assertThat(begun.await(AMPLE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            // Without its deadline it would never end.
            Summary summary = worker.drain(Duration.ofMillis(300));
            assertThat(summary.returned()).isEqualTo(summary.received());
        }
        assertThat(queue.depth()).contains(new MessageQueue.Depth(5, 0, 0));
    }

    @Test
    void temporaryFilesGoWithTheirMessage() throws Exception {
        queue.send("one");
        try (Worker<String> worker = worker(Stage.io("download", 1, (m, w) -> {
            Path file = w.temporaryFile(".pdf");
            Files.writeString(file, "content");
            return List.of(Ground.item(file.toString()));
        }))) {
            worker.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> Ground.empty(queue));
            assertThat(sink.written.keySet()).singleElement().satisfies(file -> {
                assertThat(file).startsWith(temporary.toString()).endsWith(".pdf");
                assertThat(Path.of(file)).doesNotExist();
            });
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedAllAtOnce() {
        WorkerSettings good = Ground.quick(temporary);
        assertThatThrownBy(() -> new WorkerSettings(
                        new WorkerSettings.Receiving(Duration.ZERO, Duration.ofSeconds(30), -1, 0),
                        good.trying(),
                        good.bulk(),
                        0,
                        0,
                        temporary))
                .hasMessageContaining("held for more than 0 s")
                .hasMessageContaining("0 to 20 s")
                .hasMessageContaining("at least one receiver")
                .hasMessageContaining("at least one thread")
                .hasMessageContaining("1 MiB or more");
    }

    private static void drain(Worker<String> worker, Duration within) {
        try {
            worker.drain(within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
