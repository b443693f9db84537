package dev.headroom.examples.files;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int END_TRIES = 72_000;
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

    /** Seconds from the first receive to the last acknowledgement. */
    double run(Step step) throws Refused, IOException, InterruptedException {
        queue.send(names);
        Path index = work.resolve("index-" + ++runs);
        long began = System.nanoTime();
        long ended = switch (step) {
            case NAIVE -> loop(1, index);
            case BATCH -> loop(MessageQueue.MOST, index);
            case PARALLEL, BULK, ASYNC -> runtime(step, index);
        };
        double took = (ended - began) / 1e9;
        try (Search search = new Search(index.resolveSibling(index.getFileName() + "-parts"))) {
            if (search.documents() != names.size()) {
                throw new IllegalStateException(
                        step.text() + ": " + search.documents() + " of " + names.size() + " files are in the index");
            }
        }
        return took;
    }

    private static Shard shard(Path index) throws IOException {
        return new Shard(index.resolveSibling(index.getFileName() + "-parts").resolve("one"));
    }

    /** A worker as it is often written first: one document a request, one thing after the other; when it was done. */
    private long loop(int batch, Path index) throws IOException, InterruptedException, Refused {
        try (Shard shard = shard(index)) {
            for (int done = 0; done < names.size(); ) {
                if (queue.receive(batch, POLL, HOLD) instanceof MessageQueue.Received.Messages some) {
                    for (Message message : some.messages()) {
                        for (Item<Indexed> item : reading.read(message)) {
                            shard.write(List.of(item));
                        }
                    }
                    queue.acknowledge(some.messages());
                    done += some.messages().size();
                }
            }
            return System.nanoTime();
        }
    }

    private long runtime(Step step, Path index) throws IOException, InterruptedException {
        WorkerSettings.Bulk whole = WorkerSettings.Bulk.DEFAULT;
        WorkerSettings settings = WorkerSettings.defaults()
                .withCores(Runtime.getRuntime().availableProcessors())
                .with(new WorkerSettings.Receiving(HOLD, POLL, 0, 1))
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
                    long ended = System.nanoTime();
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
                List<Message> done = new ArrayList<>();
                for (Item<Indexed> item : items) {
                    Message message = byName.remove(item.value().name());
                    if (message != null) {
                        done.add(message);
                    }
                }
                for (int i = 0; i < done.size(); i += MOST) {
                    queue.acknowledge(done.subList(i, Math.min(done.size(), i + MOST)));
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
