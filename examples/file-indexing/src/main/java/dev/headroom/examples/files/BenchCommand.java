package dev.headroom.examples.files;

import dev.headroom.connectors.aws.SqsQueue;
import dev.headroom.worker.Item;
import dev.headroom.worker.Message;
import dev.headroom.worker.MessageQueue;
import dev.headroom.worker.Refused;
import dev.headroom.worker.Worker;
import dev.headroom.worker.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A worker that does one thing at a time beside the runtime, on the same real files. */
@Command(
        name = "bench",
        description =
                "Indexes the same files with a worker that does one thing at a time and with the runtime: a real queue,"
                        + " real OCR, a real index.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final int END_TRIES = 36_000;
    private static final long LOOK_MILLIS = 50;
    private static final long LIMIT = 100L << 20;

    @Option(names = "--files", defaultValue = "60", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int files;

    @Option(names = "--lines", defaultValue = "8", description = "Lines a page, of 7 words. Default: ${DEFAULT-VALUE}.")
    private int lines;

    private final Ocr ocr = new Ocr(Ocr.needLanguageData());

    @Override
    public Integer call() throws Exception {
        Path work = Files.createTempDirectory("file-indexing-bench-");
        try {
            Path folder = work.resolve("files");
            Map<String, List<String>> words = Corpus.make(folder, files, lines, 1);
            Files.createDirectories(work.resolve("queue"));
            Reading reading = new Reading(new Folder(folder, LIMIT), ocr);
            try (QueueServer server = new QueueServer(0, work.resolve("queue/messages"));
                    Queues queues = new Queues(server.endpoint())) {
                List<String> names = List.copyOf(words.keySet());
                warm(reading, names);
                System.out.printf(
                        Locale.ROOT,
                        "%d files, %d processors%n%-28s %8s %12s %8s%n",
                        files,
                        Runtime.getRuntime().availableProcessors(),
                        "",
                        "seconds",
                        "files/hour",
                        "× naive");
                double naive = timed(queues, names, () -> naive(reading, queues.queue(), work.resolve("index-naive")));
                say("one at a time", naive, naive);
                for (int cores = 1; cores <= Runtime.getRuntime().availableProcessors(); cores *= 2) {
                    int used = cores;
                    Path index = work.resolve("index-" + cores);
                    double took = timed(queues, names, () -> runtime(reading, queues.queue(), index, used));
                    say("runtime, " + cores + (cores == 1 ? " processor" : " processors"), took, naive);
                }
            }
        } finally {
            ocr.close();
            Trees.delete(work);
        }
        return 0;
    }

    private interface Run {
        void run() throws Exception;
    }

    private static double timed(Queues queues, List<String> names, Run run) throws Exception {
        queues.queue().send(names);
        long began = System.nanoTime();
        run.run();
        return (System.nanoTime() - began) / 1e9;
    }

    private void say(String what, double seconds, double naive) {
        System.out.printf(
                Locale.ROOT, "%-28s %8.1f %,12.0f %8.2f%n", what, seconds, files / seconds * 3600, naive / seconds);
    }

    /** Loads classes and language data, which is nobody's merit. */
    private void warm(Reading reading, List<String> names) throws Exception {
        for (String name : names.subList(Math.max(0, names.size() - 10), names.size())) {
            reading.read(new Message(name, name, name, 1, null, Map.of()));
        }
    }

    /** A worker as it is often written first: one message, one document, one acknowledgement at a time. */
    private void naive(Reading reading, SqsQueue queue, Path index) throws IOException, InterruptedException, Refused {
        try (Shard shard = new Shard(index)) {
            for (int done = 0; done < files; ) {
                if (queue.receive(1, Duration.ofSeconds(1), HOLD) instanceof MessageQueue.Received.Messages some) {
                    for (Message message : some.messages()) {
                        for (Item<Indexed> item : reading.read(message)) {
                            shard.write(List.of(item));
                        }
                        queue.acknowledge(List.of(message));
                        done++;
                    }
                }
            }
        }
    }

    private static void runtime(Reading reading, SqsQueue queue, Path index, int cores)
            throws IOException, InterruptedException {
        WorkerSettings settings = WorkerSettings.defaults()
                .withCores(cores)
                .with(new WorkerSettings.Receiving(HOLD, Duration.ofSeconds(1), 0, 1));
        try (Shard shard = new Shard(index);
                Worker<Indexed> worker = new Worker<>(
                        queue,
                        reading.pipeline(),
                        shard,
                        settings,
                        new SimpleMeterRegistry(),
                        InstantSource.system())) {
            worker.start();
            for (int i = 0; i < END_TRIES; i++) {
                MessageQueue.Depth depth = queue.depth().orElse(null);
                if (depth != null && depth.visible() + depth.held() == 0) {
                    return;
                }
                Thread.sleep(LOOK_MILLIS);
            }
            throw new IllegalStateException("not done within half an hour");
        }
    }
}
