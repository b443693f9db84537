package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.spec.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole exports as they were looked at by people; {@code -Dheadroom.update=true} writes them anew. */
class GoldenTest {

    private static final Path FOLDER =
            Examples.root().resolve("interop/src/test/resources/dev/headroom/interop/golden");

    @ParameterizedTest
    @CsvSource({
        "aws, cloudformation", "aws, cloudformation-json", "aws, terraform", "aws, cloudwatch",
        "kubernetes, kubernetes", "kubernetes, keda", "kubernetes, knative", "kubernetes, kserve",
        "kubernetes, karpenter", "kubernetes, cluster-autoscaler", "kubernetes, prometheus", "kubernetes, grafana"
    })
    void exportsAreAsTheyWere(String name, String format) throws IOException {
        golden(Examples.read(FOLDER.resolve(name + ".yaml")), format, FOLDER.resolve(name));
    }

    /** The examples in every format that fits; CloudFormation's JSON has nothing that its YAML has not. */
    static Stream<Arguments> examples() {
        return Stream.of(
                        "quickstart/target",
                        "chatbot/headroom",
                        "shop-sale/headroom",
                        "file-indexing/headroom",
                        "file-indexing/aws",
                        "ml-platform/headroom",
                        "purchasing/headroom")
                .flatMap(e -> Exporters.formats().stream()
                        .filter(f -> !f.equals("cloudformation-json"))
                        .map(f -> Arguments.of(e, f)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesAreAsTheyWere(String example, String format) throws IOException {
        Spec spec = Examples.read(Examples.root().resolve("examples").resolve(example + ".yaml"));
        golden(
                spec,
                format,
                FOLDER.resolve("examples")
                        .resolve(example.replace("/headroom", "").replace('/', '-')));
    }

    private static void golden(Spec spec, String format, Path goldens) throws IOException {
        Exported exported = Examples.export(format, spec);
        Path folder = goldens.resolve(format);
        if (exported.documents().isEmpty()) {
            assertThat(folder).as("%s says nothing", format).doesNotExist();
            return;
        }
        String losses = exported.losses().stream().map(l -> l.render() + "\n").collect(Collectors.joining());
        if (Boolean.getBoolean("headroom.update")) {
            write(folder.resolve("losses.txt"), losses);
            for (Document d : exported.documents()) {
                write(folder.resolve(d.path()), d.text());
            }
        }
        assertThat(losses).isEqualTo(Files.readString(folder.resolve("losses.txt")));
        TreeSet<String> paths = new TreeSet<>(List.of("losses.txt"));
        for (Document d : exported.documents()) {
            paths.add(d.path());
            assertThat(d.text()).as(d.path()).isEqualTo(Files.readString(folder.resolve(d.path())));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(f -> folder.relativize(f).toString()))
                    .containsExactlyInAnyOrderElementsOf(paths);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
