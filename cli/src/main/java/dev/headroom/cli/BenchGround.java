package dev.headroom.cli;

import dev.headroom.spec.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What commands that run something for a while on this machine have in common: how long, and a folder for it. */
final class BenchGround {

    private static final Duration LEAST = Duration.ofSeconds(1);

    private BenchGround() {}

    /**
     * The time that an option gives.
     *
     * @throws Refusal if it is none, or not from a second to {@code most}
     */
    static Duration span(String option, String text, Duration most) {
        Duration span = Durations.parse(text)
                .orElseThrow(() -> new Refusal(option + " must be a duration such as 15s or 1m, not '" + text + "'"));
        if (span.compareTo(LEAST) < 0 || span.compareTo(most) > 0) {
            throw new Refusal(option + " must be from " + Durations.text(LEAST) + " to " + Durations.text(most)
                    + ", not " + text);
        }
        return span;
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walked = Files.walk(folder)) {
            all = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
