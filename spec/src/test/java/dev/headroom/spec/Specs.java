package dev.headroom.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The corpus of good specs. */
final class Specs {

    private Specs() {}

    static Path root() {
        return Path.of(System.getProperty("headroom.root", ".."));
    }

    /** The corpus, and the spec of every example. */
    static List<Path> good() {
        try (Stream<Path> corpus = Files.list(root().resolve("spec/src/test/resources/dev/headroom/spec/good"));
                Stream<Path> examples = Files.list(root().resolve("examples"))) {
            return Stream.concat(
                            corpus.sorted(),
                            examples.sorted()
                                    .map(e -> e.resolve("headroom.yaml"))
                                    .filter(Files::exists))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WorkloadSpec workload(Spec spec, String name) {
        return Objects.requireNonNull(spec.workloads().get(name), name);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
