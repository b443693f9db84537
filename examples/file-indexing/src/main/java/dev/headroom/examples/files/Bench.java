package dev.headroom.examples.files;

import com.sun.management.OperatingSystemMXBean;
import dev.headroom.connectors.aws.SqsQueue;
import dev.headroom.worker.BulkSink;
import dev.headroom.worker.Item;
import dev.headroom.worker.Message;
import dev.headroom.worker.MessageQueue;
import dev.headroom.worker.Refused;
import dev.headroom.worker.Worker;
import dev.headroom.worker.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The same files indexed in several ways, from one thing at a time to the whole runtime. */
final class Bench {

    /** What is added one after the other. */
    enum Step {
        NAIVE("one at a time"),
        BATCH("+ batches of ten"),
        PARALLEL("+ parallel stages"),
        BULK("+ bulk writing"),
        ASYNC("+ acknowledging beside the work");

        private final String text;

        Step(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Without a heartbeat: longer than a batch takes on a busy machine. */
    private static final Duration HOLD = Duration.ofMinutes(15);

    /** With a heartbeat: after so long comes what the queue gave and nobody got. */
    private static final Duration RENEWED = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int END_TRIES = 72_000;
    private static final int ACKNOWLEDGE_TRIES = 5;
    private static final long LOOK_MILLIS = 25;

    private final Reading reading;
    private final SqsQueue queue;
    private final List<String> names;
    private final Path work;
    private int runs;

    /**
     * Of some files.
     *
     * @param queue an empty one
     * @param names of files of the source; no two with the same content
     * @param work folder for indexes
     */
    Bench(Source source, Ocr ocr, SqsQueue queue, List<String> names, Path work) {
        this.reading = new Reading(source, ocr);
        this.queue = queue;
        this.names = List.copyOf(names);
        this.work = work;
    }

    /** Loads classes and language data, which is no step's merit. */
    void warm(int some) throws Refused, IOException, InterruptedException {
        for (String name : names.subList(names.size() - some, names.size())) {
            reading.read(new Message(name, name, name, 1, null, Map.of()));
        }
    }

    /**
     * What a step took, from the first receive to the last acknowledgement.
     *
     * @param seconds by the clock
     * @param processor seconds of all threads, those of the queue's server included
     */
    record Took(double seconds, double processor) {
        private static final OperatingSystemMXBean MACHINE =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

        private static Took now() {
            return new Took(System.nanoTime() / 1e9, MACHINE.getProcessCpuTime() / 1e9);
        }

        private Took since(Took began) {
            return new Took(seconds - began.seconds, processor - began.processor);
        }
    }

    /** Indexes all files, and looks whether they are in the index. */
    Took run(Step step) throws Refused, IOException, InterruptedException {
        queue.send(names);
        Path index = work.resolve("index-" + ++runs);
        Took began = Took.now();
        Took ended = switch (step) {
            case NAIVE -> loop(1, index);
            case BATCH -> loop(MessageQueue.MOST, index);
            case PARALLEL, BULK, ASYNC -> runtime(step, index);
        };
        try (Search search = new Search(index.resolveSibling(index.getFileName() + "-parts"))) {
            if (search.documents() != names.size()) {
                throw new IllegalStateException(
                        step.text() + ": " + search.documents() + " of " + names.size() + " files are in the index");
            }
        }
        return ended.since(began);
    }

    private static Shard shard(Path index) throws IOException {
        return new Shard(index.resolveSibling(index.getFileName() + "-parts").resolve("one"));
    }

    /** A worker as it is often written first: one document a request, one thing after the other; when it was done. */
    private Took loop(int batch, Path index) throws IOException, InterruptedException, Refused {
        try (Shard shard = shard(index)) {
            for (int done = 0; done < names.size(); ) {
                switch (queue.receive(batch, POLL, HOLD)) {
                    case MessageQueue.Received.Messages some -> {
                        for (Message message : some.messages()) {
                            for (Item<Indexed> item : reading.read(message)) {
                                shard.write(List.of(item));
                            }
                        }
                        acknowledge(some.messages());
                        done += some.messages().size();
                    }
                    case MessageQueue.Received.Unreachable no ->
                        throw new IllegalStateException("the queue does not answer: " + no.why());
                }
            }
            return Took.now();
        }
    }

    /** What is not acknowledged now would come back in the middle of another step. */
    private void acknowledge(List<Message> messages) {
        List<Message> open = messages;
        for (int i = 0; i < ACKNOWLEDGE_TRIES && !open.isEmpty(); i++) {
            open = List.copyOf(queue.acknowledge(open).keySet());
        }
        if (!open.isEmpty()) {
            throw new IllegalStateException("the queue does not take the acknowledgement of " + open.size() + " files");
        }
    }

    private Took runtime(Step step, Path index) throws IOException, InterruptedException {
        WorkerSettings.Bulk whole = WorkerSettings.Bulk.DEFAULT;
        WorkerSettings settings = WorkerSettings.defaults()
                .withCores(Runtime.getRuntime().availableProcessors())
                .with(new WorkerSettings.Receiving(RENEWED, POLL, 0, 1))
                .with(new WorkerSettings.Bulk(
                        step == Step.PARALLEL ? 1 : whole.items(),
                        whole.bytes(),
                        whole.linger(),
                        whole.parallelism(),
                        whole.backoff()));
        Inline inline = new Inline();
        boolean beside = step == Step.ASYNC;
        try (Shard shard = shard(index);
                Worker<Indexed> worker = new Worker<>(
                        beside ? queue : inline,
                        reading.pipeline(),
                        beside ? shard : inline.sink(shard),
                        settings,
                        new SimpleMeterRegistry(),
                        InstantSource.system())) {
            worker.start();
            for (int i = 0; i < END_TRIES; i++) {
                MessageQueue.Depth depth = queue.depth().orElse(null);
                if (depth != null && depth.visible() + depth.held() == 0) {
                    Took ended = Took.now();
                    // A long poll that is cut off could still be given the messages of the next step.
                    worker.drain(DRAIN);
                    return ended;
                }
                Thread.sleep(LOOK_MILLIS);
            }
            throw new IllegalStateException("not done within half an hour");
        }
    }

    /** The queue with acknowledgements by who writes, before he writes again. */
    private final class Inline implements MessageQueue {
        private final Map<String, Message> byName = new ConcurrentHashMap<>();

        BulkSink<Indexed> sink(BulkSink<Indexed> index) {
            return items -> {
                List<BulkSink.Rejected> rejected = index.write(items);
                List<Message> done = items.stream()
                        .map(item ->
                                Objects.requireNonNull(byName.get(item.value().name())))
                        .toList();
                for (int i = 0; i < done.size(); i += MOST) {
                    Bench.this.acknowledge(done.subList(i, Math.min(done.size(), i + MOST)));
                }
                return rejected;
            };
        }

        @Override
        public Received receive(int most, Duration wait, Duration visibility) throws InterruptedException {
            Received received = queue.receive(most, wait, visibility);
            if (received instanceof Received.Messages some) {
                some.messages().forEach(message -> byName.put(message.body(), message));
            }
            return received;
        }

        @Override
        public Map<Message, String> acknowledge(List<Message> messages) {
            return Map.of(); // done already
        }

        @Override
        public Map<Message, String> hold(List<Message> messages, Duration visibility) {
            return queue.hold(messages, visibility);
        }

        @Override
        public Optional<String> bury(Message message, String reason) {
            return queue.bury(message, reason);
        }

        @Override
        public Optional<Depth> depth() {
            return queue.depth();
        }
    }
}
