package dev.headroom.examples.files;

import dev.headroom.worker.MessageQueue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Real workers that are killed without a warning while they hold messages, a queue that is restarted, an index that fails: is
 * anything lost?
 *
 * @param messages how many
 * @param kills how often a worker is killed
 * @param workers so many at once
 * @param millis that a message takes on average
 * @param pause the longest time between two kills
 * @param seed of when and which
 */
record Soak(int messages, int kills, int workers, int millis, Duration pause, long seed) {
    private static final Duration START = Duration.ofMinutes(2);
    /** Workers that start, on a machine that is busy, hold nothing for that long. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private static final Duration END = Duration.ofMinutes(15);
    private static final long LOOK_MILLIS = 100;
    private static final int HOLD_SECONDS = 5;
    private static final int SAY_EVERY = 10;

    /**
     * What came of it.
     *
     * @param killsAtWork of workers that held messages when they were killed
     * @param heldByKilled messages that they held, all together
     * @param indexed messages that are in the index
     * @param dead reason of each message in the dead letters, by its name
     * @param lost names that are nowhere
     * @param again how often a name was written that had been written before
     */
    record Account(
            int killsAtWork, long heldByKilled, int indexed, Map<String, String> dead, List<String> lost, long again) {

        /** Nothing is lost, and what should be refused is, with its reason. */
        boolean good(int messages) {
            return lost.isEmpty()
                    && IntStream.range(0, messages)
                            .filter(MadeUp::refused)
                            .allMatch(i -> dead.containsKey(MadeUp.name(i)))
                    && dead.values().stream()
                            .allMatch(why -> why.contains(MadeUp.REFUSAL) || why.contains("never answered for"));
        }
    }

    /** One run, with its processes. */
    private static final class Run {
        final Path work;
        final Children children;
        final int port;
        final Process[] running;
        int killsAtWork;
        long heldByKilled;

        Run(Path work, Children children, int workers) {
            this.work = work;
            this.children = children;
            this.port = Ports.free(workers + 1);
            this.running = new Process[workers];
        }

        URI endpoint() {
            return URI.create("http://127.0.0.1:" + port);
        }

        Process queue() throws IOException {
            return children.start(
                    "queue",
                    Children.java(
                            "256m",
                            Children.mark(work),
                            "queue",
                            "--port=" + port,
                            "--data=" + work.resolve("queue/messages")));
        }
    }

    /**
     * Runs it in a folder.
     *
     * @param say what is told meanwhile
     */
    Account run(Path work, Consumer<String> say) throws IOException, InterruptedException {
        Random random = new Random(seed);
        try (Children children = new Children(work);
                Probe probe = new Probe()) {
            Run run = new Run(work, children, workers);
            Process queue = run.queue();
            try (Queues queues = open(run.endpoint())) {
                int sent = 0;
                for (int kill = 0; kill < kills; kill++) {
                    start(run);
                    int upTo = (int) ((long) messages * (kill + 1) / kills);
                    queues.queue()
                            .send(IntStream.range(sent, upTo)
                                    .mapToObj(MadeUp::name)
                                    .toList());
                    sent = upTo;
                    Thread.sleep(random.nextLong(pause.toMillis() + 1));
                    kill(run, probe, random);
                    if (kill == kills / 2) {
                        Children.end(queue.toHandle());
                        queue = run.queue();
                        open(run.endpoint()).close();
                        say.accept("the queue was restarted");
                    }
                    if ((kill + 1) % SAY_EVERY == 0) {
                        say.accept((kill + 1) + " kills, " + sent + " messages sent" + depth(queues));
                    }
                }
                start(run);
                empty(queues);
                for (Process worker : run.running) {
                    Children.end(worker.toHandle()); // before the queue, which some of them are older than
                }
                return account(run, queues.dead());
            }
        }
    }

    private static String depth(Queues queues) {
        return queues.queue()
                .depth()
                .map(d -> ", " + d.visible() + " wait, " + d.held() + " in work, " + d.dead() + " dead letters")
                .orElse("");
    }

    private void start(Run run) throws IOException {
        for (int i = 0; i < workers; i++) {
            if (run.running[i] == null || !run.running[i].isAlive()) {
                run.running[i] = run.children.start("worker-" + i, worker(run, run.port + 1 + i));
            }
        }
    }

    private List<String> worker(Run run, int port) {
        return Children.java(
                "128m",
                Children.mark(run.work),
                "work",
                "--made-up=" + millis,
                "--visibility=" + HOLD_SECONDS,
                "--poll=1",
                "--endpoint=" + run.endpoint(),
                "--port=" + port,
                "--folder=" + run.work,
                "--index=" + run.work.resolve("index"));
    }

    /** Kills one of the workers that hold messages; any, when for a while none does. */
    private void kill(Run run, Probe probe, Random random) throws InterruptedException {
        int victim = random.nextInt(workers);
        double held = 0;
        for (long look = 0; look < IDLE.toMillis() / LOOK_MILLIS && held == 0; look++) {
            for (int i = 0; i < workers && held == 0; i++) {
                int next = (victim + i) % workers;
                if (!run.running[next].isAlive()) {
                    throw new IllegalStateException("worker " + next + " has ended by itself; see its log");
                }
                held = probe.held(run.port + 1 + next).orElse(0);
                victim = held > 0 ? next : victim;
            }
            if (held == 0) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
        run.running[victim].destroyForcibly().waitFor();
        if (held > 0) {
            run.killsAtWork++;
            run.heldByKilled += (long) held;
        }
    }

    private static Queues open(URI endpoint) throws InterruptedException {
        RuntimeException last = new IllegalStateException("not tried");
        for (long i = 0; i < START.toMillis() / LOOK_MILLIS; i++) {
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
        for (long i = 0; i < END.toMillis() / LOOK_MILLIS; i++) {
            MessageQueue.Depth depth = queues.queue().depth().orElse(null);
            if (depth != null && depth.visible() + depth.held() == 0) {
                return;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new IllegalStateException(
                "the queue does not become empty: " + queues.queue().depth());
    }

    private Account account(Run run, Map<String, String> dead) throws IOException {
        List<String> lost = new ArrayList<>();
        int indexed = 0;
        try (Search search = new Search(run.work.resolve("index"))) {
            for (int i = 0; i < messages; i++) {
                String name = MadeUp.name(i);
                if (search.times(name) > 0) {
                    indexed++;
                } else if (!dead.containsKey(name)) {
                    lost.add(name);
                }
            }
        }
        Map<String, Integer> written = new TreeMap<>();
        try (DirectoryStream<Path> lists = Files.newDirectoryStream(run.work, WorkCommand.WRITTEN + "*")) {
            for (Path list : lists) {
                Files.readAllLines(list).forEach(name -> written.merge(name, 1, Integer::sum));
            }
        }
        long again = written.values().stream().mapToLong(times -> times - 1).sum();
        return new Account(run.killsAtWork, run.heldByKilled, indexed, dead, lost, again);
    }
}
