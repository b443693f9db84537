package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportReferenceTest {

    @Test
    void pageHasNotDrifted() throws IOException {
        Path page = Examples.root().resolve("docs/reference/export.md");
        if (Boolean.getBoolean("headroom.update")) {
            Files.writeString(page, ExportReference.markdown());
        }
        assertThat(Files.readString(page))
                .as("docs/reference/export.md; run this test with -Dheadroom.update=true to write it anew")
                .isEqualTo(ExportReference.markdown());
    }

    @Test
    void everyFormatSaysWhatItCanAndCannot() {
        assertThat(Exporters.ALL).allSatisfy(e -> {
            assertThat(e.summary()).endsWith(".");
            assertThat(e.coverage()).isNotEmpty();
            assertThat(List.copyOf(e.gaps())).doesNotHaveDuplicates();
            assertThat(Exporters.of(e.format())).isSameAs(e);
        });
    }
}
