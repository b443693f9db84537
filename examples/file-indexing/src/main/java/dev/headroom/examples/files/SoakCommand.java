package dev.headroom.examples.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Real processes, killed without a warning: is anything lost? */
@Command(
        name = "soak",
        description =
                "Sends messages to workers that are killed (-9) while they hold some, with an index that fails at one bulk"
                        + " in ten and a queue that is restarted once. Every message must be indexed or in the dead"
                        + " letters with a reason; what was written twice is counted. Ends with 1 if any is lost.",
        mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {
    private static final int MOST_WORKERS = 50;

    @Option(names = "--messages", defaultValue = "10000", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int messages;

    @Option(names = "--kills", defaultValue = "50", description = "How often. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(names = "--workers", defaultValue = "3", description = "So many at once. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--millis",
            paramLabel = "MS",
            defaultValue = "600",
            description = "What a message takes on average; a worker has 16 in work. Default: ${DEFAULT-VALUE}.")
    private int millis;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            defaultValue = "2000",
            description = "The longest time between two kills. Default: ${DEFAULT-VALUE}.")
    private int pause;

    @Option(names = "--seed", defaultValue = "1", description = "Of when and which. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Do all of it there, and leave it there, with the logs.")
    private @Nullable Path keep;

    private final long began = System.nanoTime();

    @Override
    public Integer call() throws Exception {
        if (messages < 1 || kills < 1 || millis < 0 || pause < 0 || workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException(
                    "--messages and --kills are 1 or more, --millis and --pause 0 or more, and" + " --workers 1 to "
                            + MOST_WORKERS);
        }
        Path place = keep == null ? Files.createTempDirectory("file-indexing-soak-") : Files.createDirectories(keep);
        Path work = place.toAbsolutePath().normalize();
        try {
            Soak soak = new Soak(messages, kills, workers, millis, Duration.ofMillis(pause), seed);
            return tell(soak.run(work, this::say)) ? 0 : 1;
        } finally {
            if (keep == null) {
                Trees.delete(work);
            } else {
                System.out.println("kept in " + work);
            }
        }
    }

    private boolean tell(Soak.Account account) {
        account.lost().forEach(name -> say("lost: " + name));
        say(kills + " kills, " + account.killsAtWork() + " of them of workers that held messages, "
                + account.heldByKilled() + " in all");
        say(messages + " messages: " + account.indexed() + " indexed, "
                + account.dead().size() + " dead letters, " + account.lost().size() + " lost; written again "
                + account.again() + " times");
        Map<String, Integer> reasons = new TreeMap<>();
        account.dead().values().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        reasons.forEach((reason, times) -> say(times + " dead letters: " + reason));
        boolean good = account.good(messages);
        say(good ? "nothing is lost" : "FAILED");
        return good;
    }

    private void say(String text) {
        System.out.printf(Locale.ROOT, "%4.0f s  %s%n", (System.nanoTime() - began) / 1e9, text);
    }
}
