package dev.headroom.examples.files;

import dev.headroom.worker.BulkSink;
import dev.headroom.worker.Item;
import dev.headroom.worker.Message;
import dev.headroom.worker.Pipeline;
import dev.headroom.worker.Refused;
import dev.headroom.worker.Stage;
import dev.headroom.worker.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Work that is made up, to see what becomes of messages: names are indexed instead of files, each takes a little time, one in a
 * hundred is refused, and the index fails at one bulk in ten.
 */
final class MadeUp {
    /** What is said of a name that is refused. */
    static final String REFUSAL = "this name is refused (made up)";

    private static final int PARALLEL = 16;
    private static final int REFUSED_OF = 100;
    private static final int REFUSED = 7;
    private static final int FAILING_OF = 20;

    private final int millis;

    /**
     * With some time for each.
     *
     * @param millis on average; from none to twice as much
     */
    MadeUp(int millis) {
        this.millis = millis;
    }

    /** The name of a message, by its number. */
    static String name(int number) {
        return String.format(Locale.ROOT, "message%06d", number);
    }

    /** Whether the message of a number is one that is refused. */
    static boolean refused(int number) {
        return number % REFUSED_OF == REFUSED;
    }

    Pipeline<List<Item<Indexed>>> pipeline() {
        return Pipeline.of(Stage.<Message, List<Item<Indexed>>>io("name", PARALLEL, this::read)
                .within(Duration.ofMinutes(10)));
    }

    private List<Item<Indexed>> read(Message message, Work work) throws Refused, InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextLong(2L * millis + 1));
        String name = message.body();
        if (refused(Integer.parseInt(name.replaceFirst("\\D+", "")))) {
            throw new Refused(REFUSAL);
        }
        return List.of(new Item<>(name, new Indexed(name, 1, name), name.length()));
    }

    /**
     * One bulk in ten fails, half of them after it was written.
     *
     * @param written a file that gets a line for each name as often as it was written
     */
    static BulkSink<Indexed> sink(BulkSink<Indexed> index, Path written) {
        return items -> {
            int dice = ThreadLocalRandom.current().nextInt(FAILING_OF);
            if (dice == 0) {
                throw new IOException("the index does not answer (made up)");
            }
            List<BulkSink.Rejected> rejected = index.write(items);
            Files.write(
                    written,
                    items.stream().map(Item::key).toList(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            if (dice == 1) {
                throw new IOException("the index answers too late (made up)");
            }
            return rejected;
        };
    }
}
