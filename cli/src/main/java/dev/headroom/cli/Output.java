package dev.headroom.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files whole or not at all. */
final class Output {

    private Output() {}

    /**
     * Finds out whether a file can be written, before the work is done whose outcome shall go there.
     *
     * @throws Refusal when it cannot
     */
    static void check(Path file) {
        Path target = file.toAbsolutePath().normalize();
        Path there = target.getParent();
        if (there == null || Files.isDirectory(target)) {
            throw refused(file, "it is a folder");
        }
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw refused(file, there + " is not a folder");
        }
        if (!Files.isWritable(there)) {
            throw refused(file, "no permission to write in " + there);
        }
    }

    /**
     * Writes a text; folders on the way are made, and a former file stays until the new one is complete.
     *
     * @throws Refusal when it cannot be written
     */
    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #write(Path, String)}, with bytes. */
    static void write(Path file, byte[] content) {
        check(file);
        Path target = file.toAbsolutePath().normalize();
        Path part = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.createDirectories(target.resolveSibling(""));
            try {
                Files.write(part, content);
                move(part, target);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (NoSuchFileException e) {
            throw refused(file, "no file can be made there");
        } catch (AccessDeniedException e) {
            throw refused(file, "permission denied");
        } catch (FileSystemException e) {
            throw refused(file, e.getReason() == null ? e.toString() : e.getReason());
        } catch (IOException e) {
            throw refused(file, String.valueOf(e.getMessage()));
        }
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Refusal refused(Path file, String why) {
        return new Refusal("cannot write to '" + file + "': " + why);
    }
}
