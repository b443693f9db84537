package dev.headroom.examples.files;

import dev.headroom.worker.MessageQueue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Real processes, killed without a warning: is anything lost? */
@Command(
        name = "soak",
        description =
                "Sends messages to workers that are killed (-9) at random, with an index that fails at one bulk in ten"
                        + " and a queue that is restarted once, and counts what is lost and what is there twice.",
        mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {
    private static final int START_TRIES = 240;
    private static final int END_TRIES = 2400;
    private static final long LOOK_MILLIS = 250;

    @Option(names = "--messages", defaultValue = "10000", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int messages;

    @Option(names = "--kills", defaultValue = "50", description = "How often. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(names = "--workers", defaultValue = "3", description = "So many at once. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--seed", defaultValue = "1", description = "Of when and which. Default: ${DEFAULT-VALUE}.")
    private long seed;

    private final long began = System.nanoTime();

    @Override
    public Integer call() throws Exception {
        Path work = Files.createTempDirectory("file-indexing-soak-");
        try (Children children = new Children(work)) {
            return soak(work, children) ? 0 : 1;
        } finally {
            Trees.delete(work);
        }
    }

    private boolean soak(Path work, Children children) throws Exception {
        Random random = new Random(seed);
        int port = Ports.free(workers + 1);
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        Process queue = queue(work, children, port);
        Process[] running = new Process[workers];
        int sent = 0;
        try (Queues queues = open(endpoint)) {
            for (int kill = 0; kill < kills; kill++) {
                for (int i = 0; i < workers; i++) {
                    if (running[i] == null || !running[i].isAlive()) {
                        running[i] = children.start("worker-" + i, worker(work, port, i));
                    }
                }
                int upTo = messages * (kill + 1) / kills;
                send(queues, sent, upTo);
                sent = upTo;
                Thread.sleep(500 + random.nextInt(2500));
                int victim = random.nextInt(workers);
                running[victim].destroyForcibly().waitFor();
                if (kill == kills / 2) {
                    Children.end(queue.toHandle());
                    queue = queue(work, children, port);
                    try (Queues again = open(endpoint)) {
                        say("the queue was restarted: " + again.queue().depth().orElseThrow());
                    }
                }
                if ((kill + 1) % 10 == 0) {
                    say((kill + 1) + " kills, " + sent + " messages sent, "
                            + queues.queue()
                                    .depth()
                                    .map(MessageQueue.Depth::toString)
                                    .orElse("the queue is away"));
                }
            }
            for (int i = 0; i < workers; i++) {
                if (!running[i].isAlive()) {
                    running[i] = children.start("worker-" + i, worker(work, port, i));
                }
            }
            empty(queues);
            return account(queues.dead(), work.resolve("index"));
        }
    }

    private void send(Queues queues, int from, int to) throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            names.add(name(i));
        }
        queues.queue().send(names);
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "message%06d", number);
    }

    private static Process queue(Path work, Children children, int port) throws IOException {
        return children.start(
                "queue",
                Children.java(
                        "256m",
                        Children.mark(work),
                        "queue",
                        "--port=" + port,
                        "--data=" + work.resolve("queue/messages")));
    }

    private static List<String> worker(Path work, int port, int number) {
        return Children.java(
                "128m",
                Children.mark(work),
                "work",
                "--names-only",
                "--visibility=5",
                "--poll=1",
                "--endpoint=http://127.0.0.1:" + port,
                "--port=" + (port + 1 + number),
                "--folder=" + work,
                "--index=" + work.resolve("index"));
    }

    private static Queues open(URI endpoint) throws InterruptedException {
        RuntimeException last = new IllegalStateException("not tried");
        for (int i = 0; i < START_TRIES; i++) {
            try {
                return new Queues(endpoint);
            } catch (RuntimeException e) { // not yet
                last = e;
                Thread.sleep(LOOK_MILLIS);
            }
        }
        throw new IllegalStateException("the queue does not start", last);
    }

    private static void empty(Queues queues) throws InterruptedException {
        for (int i = 0; i < END_TRIES; i++) {
            MessageQueue.Depth depth = queues.queue().depth().orElse(null);
            if (depth != null && depth.visible() + depth.held() == 0) {
                return;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new IllegalStateException(
                "the queue does not become empty: " + queues.queue().depth());
    }

    private boolean account(Map<String, String> dead, Path index) throws IOException {
        int lost = 0;
        int twice = 0;
        try (Search search = new Search(index)) {
            for (int i = 0; i < messages; i++) {
                int times = search.times(name(i));
                twice += Math.max(0, times - 1);
                if (times == 0 && !dead.containsKey(name(i))) {
                    lost++;
                    say("lost: " + name(i));
                }
            }
        }
        say(messages + " messages, " + kills + " kills: " + lost + " lost, " + dead.size() + " dead letters, " + twice
                + " written by two workers");
        dead.forEach((name, reason) -> say("dead letter " + name + ": " + reason));
        return lost == 0;
    }

    private void say(String text) {
        System.out.printf(Locale.ROOT, "%4.0f s  %s%n", (System.nanoTime() - began) / 1e9, text);
    }
}
