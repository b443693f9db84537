package dev.headroom.cli;

import dev.headroom.guard.Backoff;
import dev.headroom.worker.BulkSink;
import dev.headroom.worker.Item;
import dev.headroom.worker.MemoryQueue;
import dev.headroom.worker.Message;
import dev.headroom.worker.MessageQueue;
import dev.headroom.worker.Pipeline;
import dev.headroom.worker.Stage;
import dev.headroom.worker.Worker;
import dev.headroom.worker.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A worker whose stages only wait, as long as those of a pipeline that reads, recognises, embeds and indexes files: receive 0.5 s
 * a call, download 1.8 s, OCR 4.2 s, embedding 2.5 s, conversion 3 s a file, acknowledge 0.3 s a call, all as measured of such a
 * pipeline; a request to the index 0.3 s, as the call of any other service there, and 0.02 s a document.
 */
final class WorkerReplay {

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

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean oneThread() {
            return this == NAIVE || this == BATCH;
        }
    }

    private static final double RECEIVE = 0.5;
    private static final double DOWNLOAD = 1.8;
    private static final double OCR = 4.2;
    private static final double EMBED = 2.5;
    private static final double CONVERT = 3.0;
    private static final double ACKNOWLEDGE = 0.3;
    private static final double REQUEST = 0.3;
    private static final double DOCUMENT = 0.02;
    /** Calls of a download at once, and of the embedding, which its service limits. */
    private static final int DOWNLOADS = 32;

    private static final int EMBEDDINGS = 10;
    /** With processors enough, OCR and conversion are no bottleneck. */
    private static final int PLENTY = 64;

    private static final Duration MOST = Duration.ofMinutes(30);

    private final int files;
    private final double speed;
    private final int cores;
    private final MemoryQueue queue = new MemoryQueue(InstantSource.system());
    private final Set<String> indexed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch done;

    /**
     * Made for one run.
     *
     * @param speed waits are so many times shorter
     * @param cores for OCR and conversion; 0 for plenty
     */
    WorkerReplay(int files, double speed, int cores) {
        this.files = files;
        this.speed = speed;
        this.cores = cores;
        done = new CountDownLatch(files);
        for (int i = 0; i < files; i++) {
            queue.send("file-" + i);
        }
    }

    /** Files an hour, in the time of the pipeline. */
    double run(Step step) throws InterruptedException, IOException {
        long began = System.nanoTime();
        if (step.oneThread()) {
            loop(step == Step.NAIVE ? 1 : MessageQueue.MOST);
        } else {
            runtime(step);
        }
        double seconds = (System.nanoTime() - began) / 1e9 * speed;
        if (indexed.size() != files) {
            throw new IllegalStateException(files - indexed.size() + " of " + files + " files were not indexed");
        }
        return files / seconds * 3600;
    }

    /** A worker as it is often written first. */
    private void loop(int batch) throws InterruptedException {
        while (indexed.size() < files) {
            pause(RECEIVE);
            MessageQueue.Received received = queue.receive(batch, Duration.ZERO, MOST);
            List<Message> messages = ((MessageQueue.Received.Messages) received).messages();
            for (Message message : messages) {
                pause(DOWNLOAD);
                pause(OCR);
                pause(EMBED);
                pause(CONVERT);
                index(List.of(message.body()));
            }
            pause(ACKNOWLEDGE);
            queue.acknowledge(messages);
        }
    }

    private void runtime(Step step) throws IOException, InterruptedException {
        int busy = cores == 0 ? PLENTY : cores;
        Pipeline<List<Item<String>>> pipeline = Pipeline.of(
                        Stage.<Message, String>io("download", DOWNLOADS, (message, work) -> {
                            pause(DOWNLOAD);
                            return message.body();
                        }))
                // A wait that holds a core: what counts is that no more than so many are in it.
                .then(Stage.<String, String>io("compute", busy, (name, work) -> {
                    pause(OCR + CONVERT);
                    return name;
                }))
                .then(Stage.<String, List<Item<String>>>io("embed", EMBEDDINGS, (name, work) -> {
                    pause(EMBED);
                    return List.of(new Item<>(name, name, 1000));
                }));
        boolean beside = step == Step.ASYNC;
        boolean bulk = step != Step.PARALLEL;
        WorkerSettings.Bulk whole = WorkerSettings.Bulk.DEFAULT;
        WorkerSettings settings = WorkerSettings.defaults()
                .with(new WorkerSettings.Receiving(MOST, Duration.ofMillis(20), 0, 1))
                .with(new WorkerSettings.Trying(Backoff.LOOKUP, MOST))
                .with(new WorkerSettings.Bulk(
                        bulk ? whole.items() : 1,
                        whole.bytes(),
                        Duration.ofNanos((long) (whole.linger().toNanos() / speed)),
                        whole.parallelism(),
                        whole.backoff()));
        BulkSink<String> sink = items -> {
            index(items.stream().map(Item::value).toList());
            if (!beside) {
                // Ten at a time, one after the other, by who writes.
                for (int i = 0; i < items.size(); i += MessageQueue.MOST) {
                    pause(ACKNOWLEDGE);
                }
            }
            return List.of();
        };
        try (Worker<String> worker = new Worker<>(
                new Calls(beside), pipeline, sink, settings, new SimpleMeterRegistry(), InstantSource.system())) {
            worker.start();
            if (!done.await(MOST.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("not done within " + MOST.toMinutes() + " min");
            }
            worker.drain(Duration.ofSeconds(30));
        }
    }

    private void index(List<String> names) throws InterruptedException {
        pause(REQUEST + DOCUMENT * names.size());
        for (String name : names) {
            if (indexed.add(name)) {
                done.countDown();
            }
        }
    }

    private void pause(double seconds) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9 / speed));
    }

    /** The queue, whose calls take their time. */
    private final class Calls implements MessageQueue {
        private final boolean acknowledgingTakesTime;

        Calls(boolean acknowledgingTakesTime) {
            this.acknowledgingTakesTime = acknowledgingTakesTime;
        }

        @Override
        public Received receive(int most, Duration wait, Duration visibility) throws InterruptedException {
            pause(RECEIVE);
            return queue.receive(most, wait, visibility);
        }

        @Override
        public Map<Message, String> acknowledge(List<Message> messages) {
            if (acknowledgingTakesTime) {
                try {
                    pause(ACKNOWLEDGE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return queue.acknowledge(messages);
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
