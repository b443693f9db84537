package dev.headroom.examples.files;

import dev.headroom.worker.MessageQueue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything on one machine: makes files, indexes them with workers that a controller scales, and proves that all is found. */
@Command(
        name = "demo",
        description = "Makes files, starts a queue, the controller and its workers, indexes the files, and proves that"
                + " every word is found.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int LEAST_WORKERS = 2;
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration WORK = Duration.ofMinutes(20);
    private static final Duration SHRINK = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 250;
    private static final double SAY_SECONDS = 5;

    @Option(names = "--files", defaultValue = "120", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int files;

    @Option(names = "--lines", defaultValue = "4", description = "Lines a page, of 7 words. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(names = "--most", defaultValue = "4", description = "Workers at most. Default: ${DEFAULT-VALUE}.")
    private int most;

    @Option(
            names = "--per-worker",
            defaultValue = "10",
            description = "Files that may wait for each worker. Default: ${DEFAULT-VALUE}.")
    private int perWorker;

    @Option(names = "--keep", paramLabel = "DIR", description = "Do all of it there, and leave it there.")
    private @Nullable Path keep;

    private final long began = System.nanoTime();

    @Override
    public Integer call() throws Exception {
        Path place = keep == null ? Files.createTempDirectory("file-indexing-") : Files.createDirectories(keep);
        Path work = place.toAbsolutePath().normalize();
        try {
            return demo(work) ? 0 : 1;
        } finally {
            if (keep == null) {
                Trees.delete(work);
            } else {
                System.out.println("kept in " + work);
            }
        }
    }

    private boolean demo(Path work) throws Exception {
        Path folder = work.resolve("files");
        Map<String, List<String>> words = Corpus.make(folder, files, lines, 1);
        CorpusCommand.save(words, CorpusCommand.list(folder));
        Map<String, String> bad = BadFiles.make(folder);
        int count = words.values().stream().mapToInt(List::size).sum();
        say(files + " files with " + count + " words made, and " + bad.size() + " that cannot be indexed");

        int port = Ports.free(2 * most + 1);
        String mark = Children.mark(work.resolve("workers"));
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        Files.writeString(work.resolve("headroom.yaml"), spec(work, port, mark));
        try (Children children = new Children(work)) {
            children.start(
                    "queue",
                    Children.java(
                            "256m",
                            Children.mark(work),
                            "queue",
                            "--port=" + port,
                            "--data=" + work.resolve("queue/messages")));
            until("the queue to answer", START, () -> answers(endpoint));
            Process controller = children.start(
                    "controller",
                    List.of(
                            Path.of(System.getProperty("headroom.root", "."), "headroom")
                                    .toString(),
                            "run",
                            work.resolve("headroom.yaml").toString()));
            try (Queues queues = new Queues(endpoint)) {
                until("two workers", START, () -> alive(controller) && workers(mark) == LEAST_WORKERS);
                return index(queues, words, bad, mark, work);
            } finally {
                Children.end(controller.toHandle()); // first, or it would start the workers again
                Children.having(mark).forEach(Children::end);
            }
        }
    }

    private boolean index(
            Queues queues, Map<String, List<String>> words, Map<String, String> bad, String mark, Path work)
            throws Exception {
        List<String> names = new ArrayList<>(words.keySet());
        names.addAll(bad.keySet());
        queues.queue().send(names);
        say(names.size() + " messages sent");
        long sent = System.nanoTime();
        int[] highest = {0};
        double[] said = {-SAY_SECONDS};
        until("all files to be indexed", WORK, () -> {
            MessageQueue.Depth depth = queues.queue().depth().orElse(null);
            int workers = workers(mark);
            highest[0] = Math.max(highest[0], workers);
            if (depth != null && seconds(began) - said[0] >= SAY_SECONDS) {
                said[0] = seconds(began);
                say(depth.visible() + " wait, " + depth.held() + " in work, " + workers + " workers");
            }
            return depth != null && depth.visible() + depth.held() == 0;
        });
        double took = seconds(sent);
        say(String.format(
                Locale.ROOT,
                "all done in %.0f s, %.0f files an hour; %d workers at most",
                took,
                words.size() / took * 3600,
                highest[0]));
        until("two workers again", SHRINK, () -> workers(mark) == LEAST_WORKERS);
        say("back to " + LEAST_WORKERS + " workers");
        boolean all = found(words, work.resolve("index"));
        boolean dead = dead(queues.dead(), bad);
        if (highest[0] <= LEAST_WORKERS) {
            say("FAILED: there were never more than " + highest[0] + " workers");
        }
        return all && dead && highest[0] > LEAST_WORKERS;
    }

    private boolean found(Map<String, List<String>> words, Path index) throws IOException {
        int found = 0;
        List<String> missing = new ArrayList<>();
        try (Search search = new Search(index)) {
            for (Map.Entry<String, List<String>> file : words.entrySet()) {
                for (String word : file.getValue()) {
                    boolean here = search.find(word, 100).stream()
                            .anyMatch(hit -> hit.name().equals(file.getKey()));
                    if (here) {
                        found++;
                    } else {
                        missing.add(word + " of " + file.getKey());
                    }
                }
            }
            String word = words.values().iterator().next().get(0);
            say("search " + word + ": " + search.find(word, 1));
        }
        say(
                missing.isEmpty()
                        ? "every one of the " + found + " words is found in its file"
                        : "FAILED: not found: " + String.join(", ", missing));
        return missing.isEmpty();
    }

    /** Whether the dead letters are those that should be there, for their reasons. */
    private boolean dead(Map<String, String> reasons, Map<String, String> expected) {
        new TreeMap<>(reasons).forEach((name, reason) -> say("dead letter " + name + ": " + reason));
        boolean right = reasons.keySet().equals(expected.keySet())
                && expected.entrySet().stream()
                        .allMatch(e -> reasons.getOrDefault(e.getKey(), "").startsWith(e.getValue()));
        if (!right) {
            say("FAILED: the dead letters should be " + expected);
        }
        return right;
    }

    private String spec(Path work, int port, String mark) {
        List<String> command = Children.java(
                "512m",
                mark,
                "work",
                "--endpoint=http://127.0.0.1:" + port,
                "--folder=" + work.resolve("files"),
                "--index=" + work.resolve("index"),
                "--drain=20",
                "--poll=1");
        String words = command.stream()
                .map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(", "));
        return """
            # Made by ./headroom example file-indexing.
            apiVersion: headroom/v1
            sources:
              files: { type: sqs, queue-url: "http://127.0.0.1:%1$d/000000000000/files", endpoint: "http://127.0.0.1:%1$d" }
            workloads:
              indexer:
                interval: 1s
                target:
                  type: process
                  command: [%2$s]
                  directory: %3$s
                  first-port: %4$d
                  ready: /ready
                  stop-timeout: 25s
                replica: { boot: 5s, concurrency: 1 }
                bounds: { min: %5$d, max: %6$d }
                objective: { deadline: 1h, attainment: 99%% }
                signals: { backlog: { source: files } }
                policies:
                  - backlog: { per-replica: %7$d }
                guardrails:
                  stabilisation: { down: 3s }
                  # A short run: all may go at once that came at once, and a queue that empties with a bulk is no outage.
                  blast-radius: { share: 100%%, disbelieve-zero: 5s }
            """.formatted(port, words, work, port + 1, LEAST_WORKERS, most, perWorker);
    }

    private static boolean answers(URI endpoint) {
        try (Queues queues = new Queues(endpoint)) {
            return queues.queue().depth().isPresent();
        } catch (RuntimeException e) { // not yet
            return false;
        }
    }

    private static boolean alive(Process controller) {
        if (!controller.isAlive()) {
            throw new IllegalStateException("the controller has ended; see controller.log");
        }
        return true;
    }

    private static int workers(String mark) {
        return Children.having(mark).size();
    }

    private static void until(String what, Duration most, BooleanSupplier done) throws InterruptedException {
        long began = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (seconds(began) > most.toSeconds()) {
                throw new IllegalStateException("waited " + most.toSeconds() + " s for " + what);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private void say(String text) {
        System.out.printf(Locale.ROOT, "%4.0f s  %s%n", seconds(began), text);
    }
}
