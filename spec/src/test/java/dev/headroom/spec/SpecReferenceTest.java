package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecReferenceTest {

    @Test
    void pageHasNotDrifted() throws IOException {
        Path page = Specs.root().resolve("docs/reference/spec.md");
        if (Boolean.getBoolean("headroom.update")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, SpecReference.markdown());
        }
        assertThat(Files.readString(page))
                .as("docs/reference/spec.md; run this test with -Dheadroom.update=true to write it anew")
                .isEqualTo(SpecReference.markdown());
    }

    @Test
    void everyKeyIsDocumented() {
        List<Table<?>> tables = new ArrayList<>();
        SpecTable.TABLE.tables(tables::add);
        assertThat(tables).isNotEmpty().allSatisfy(t -> {
            assertThat(t.doc()).endsWith(".");
            assertThat(t.keys()).allSatisfy(k -> {
                assertThat(k.doc()).as(t.name() + "." + k.name()).endsWith(".");
                assertThat(k.byDefault()).as(t.name() + "." + k.name()).isNotBlank();
            });
        });
    }

    @Test
    void namesOfTablesAreUnique() {
        List<Table<?>> tables = new ArrayList<>();
        SpecTable.TABLE.tables(tables::add);
        tables.stream()
                .collect(java.util.stream.Collectors.groupingBy(Table::name))
                .forEach((name, same) -> assertThat(same.stream()
                                .map(t -> t.keys().stream().map(Key::name).toList())
                                .distinct())
                        .as(name)
                        .hasSize(1));
    }
}
