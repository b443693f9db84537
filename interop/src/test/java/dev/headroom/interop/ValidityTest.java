package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.spec.Spec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is valid by the other systems' own schemas, for every spec there is. */
class ValidityTest {

    static Stream<Path> files() {
        return Examples.files().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void objectsOfKubernetesFitTheirSchemas(Path file) {
        Spec spec = Examples.read(file);
        List<String> problems = new ArrayList<>();
        for (String format : List.of("kubernetes", "keda", "knative", "karpenter", "cluster-autoscaler")) {
            for (Document d : Examples.export(format, spec).documents()) {
                for (JsonNode object : Schemas.trees(d.text())) {
                    assertThat(Schemas.known(object)).as(d.path()).isTrue();
                    Schemas.object(object, d.path().contains(".patch."))
                            .forEach(p -> problems.add(format + " " + d.path() + ": " + p));
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void resourcesOfCloudFormationFitTheirSchemas(Path file) {
        Spec spec = Examples.read(file);
        for (String format : List.of("cloudformation", "cloudformation-json")) {
            for (Document d : Examples.export(format, spec).documents()) {
                assertThat(Schemas.cloudFormation(Schemas.tree(d.text())))
                        .as(format)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void theSameSpecGivesTheSameBytesAndEveryLossIsDocumented(Path file) {
        for (Exporter e : Exporters.ALL) {
            Exported first = Examples.export(e.format(), Examples.read(file));
            assertThat(Examples.export(e.format(), Examples.read(file))).isEqualTo(first);
            Set<String> paths = new HashSet<>();
            for (Document d : first.documents()) {
                assertThat(paths.add(d.path())).as(d.path()).isTrue();
                assertThat(d.text()).endsWith("\n").doesNotContain("\r");
            }
            assertThat(first.losses()).allSatisfy(l -> assertThat(e.gaps()).contains(l.gap()));
        }
    }

    @Test
    void theSchemasAreStrict() {
        Spec spec = Examples.of("file-indexing");
        String template =
                Examples.export("cloudformation", spec).documents().getFirst().text();
        assertThat(Schemas.cloudFormation(Schemas.tree(template.replace("MinSize", "MinimumSize"))))
                .isNotEmpty();
        assertThat(Schemas.cloudFormation(Schemas.tree(template.replace("Ref: Subnets", "Ref: Nets"))))
                .isNotEmpty();
    }
}
