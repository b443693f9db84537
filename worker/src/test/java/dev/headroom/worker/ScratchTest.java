package dev.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    Path parent;

    @Test
    void removesWhatADeadWorkerLeftAndNothingElse() throws Exception {
        Path dead = Files.createDirectories(parent.resolve("headroom-worker-999999999-1-abc/below"));
        Files.writeString(dead.resolve("work-1.pdf"), "left behind");
        // The process number was given to another process since.
        Path reused = Files.createDirectory(
                parent.resolve("headroom-worker-" + ProcessHandle.current().pid() + "-1-abc"));
        Path foreign = Files.createDirectory(parent.resolve("headroom-worker-notes"));
        try (Scratch living = Scratch.in(parent)) {
            Path file = living.file(".pdf");
            try (Scratch next = Scratch.in(parent)) {
                assertThat(next.file(".pdf")).exists();
                assertThat(file).exists();
            }
            assertThat(dead).doesNotExist();
            assertThat(reused).doesNotExist();
            assertThat(foreign).exists();
        }
        assertThat(parent).isDirectoryContaining(p -> p.equals(foreign));
        try (var left = Files.list(parent)) {
            assertThat(left).hasSize(1);
        }
    }
}
