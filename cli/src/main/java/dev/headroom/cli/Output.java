package dev.headroom.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files whole or not at all. */
final class Output {

    private Output() {}

    /** Writes a text; folders on the way are made, and a former file stays until the new one is complete. */
    static void write(Path file, String text) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new IOException("cannot write to " + file + ": it is a folder");
        }
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, target.getFileName().toString(), ".part");
        try {
            Files.writeString(part, text);
            try {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
