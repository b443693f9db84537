package dev.headroom.interop;

import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The specs that exports are tried on: the examples, and what the spec's own tests read. */
final class Examples {

    /** Names of the specs among the examples' files. */
    private static final Set<String> SPECS = Set.of("headroom.yaml", "aws.yaml", "target.yaml");

    private Examples() {}

    static Path root() {
        return Path.of(System.getProperty("headroom.root", ".."));
    }

    /** The files. */
    static List<Path> files() {
        Path good = root().resolve("spec/src/test/resources/dev/headroom/spec/good");
        try (Stream<Path> examples = Files.walk(root().resolve("examples"), 2);
                Stream<Path> corpus = Files.list(good)) {
            return Stream.concat(
                            examples.filter(p -> SPECS.contains(p.getFileName().toString())), corpus)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Spec read(Path file) {
        return SpecReader.read(file).orThrow();
    }

    /** An example by the name of its folder. */
    static Spec of(String example) {
        return read(root().resolve("examples").resolve(example).resolve("headroom.yaml"));
    }

    /** All workloads of a spec in a format. */
    static Exported export(String format, Spec spec) {
        Exporter exporter = Exporters.of(format);
        if (exporter == null) {
            throw new IllegalArgumentException("no format " + format);
        }
        return exporter.export(spec, List.copyOf(spec.workloads().values()));
    }

    /** An importer. */
    static Importer importer(String format) {
        return Objects.requireNonNull(Importers.of(format), format);
    }

    /** A workload that a text has for sure. */
    static WorkloadSpec workload(String yaml, String name) {
        return Objects.requireNonNull(
                SpecReader.read("test.yaml", yaml).orThrow().workloads().get(name), name);
    }

    static Exported export(String format, String yaml) {
        return export(format, SpecReader.read("test.yaml", yaml).orThrow());
    }
}
