package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A corpus of specs that are refused, each with all that is said about it. */
class BadSpecsTest {

    record Case(String name, String yaml, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() throws IOException {
        String text = Files.readString(file());
        List<Case> out = new ArrayList<>();
        for (String part : text.split("(?m)^=== ", -1)) {
            if (!part.isEmpty()) {
                int name = part.indexOf('\n');
                int expected = part.indexOf("--- expected\n");
                out.add(new Case(
                        part.substring(0, name),
                        part.substring(name + 1, expected),
                        part.substring(expected + "--- expected\n".length())));
            }
        }
        return out;
    }

    static Path file() {
        return Path.of(
                System.getProperty("headroom.root", ".."), "spec/src/test/resources/dev/headroom/spec/bad-specs.txt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedInOurOwnWords(Case c) {
        Loaded loaded = SpecReader.read("headroom.yaml", c.yaml());
        assertThat(said(loaded)).isEqualTo(c.expected());
        assertThat(loaded.spec()).isNull();
    }

    @Test
    void corpusIsLargeAndNamesAreUnique() throws IOException {
        List<Case> cases = cases();
        assertThat(cases).hasSizeGreaterThan(120);
        assertThat(cases.stream().map(Case::name)).doesNotHaveDuplicates();
    }

    static String said(Loaded loaded) {
        StringBuilder out = new StringBuilder();
        loaded.problems().forEach(p -> out.append(p.render()).append('\n'));
        return out.toString();
    }
}
