package dev.headroom.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A folder for the temporary files of one run of a worker, {@code headroom-worker-PID-START} in the system's one. Folders of runs
 * whose process is gone are removed when another starts: nothing else could do it after a kill.
 */
final class Scratch implements AutoCloseable {
    private static final String PREFIX = "headroom-worker-";
    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /** Makes a folder below another one, and removes those that were left behind there. */
    static Scratch in(Path parent) throws IOException {
        Files.createDirectories(parent);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : all) {
                if (abandoned(other.getFileName().toString())) {
                    deleteTree(other);
                }
            }
        }
        ProcessHandle self = ProcessHandle.current();
        return new Scratch(Files.createTempDirectory(parent, PREFIX + self.pid() + "-" + start(self) + "-"));
    }

    /** Whether the process of a folder's name is gone; a name that is not of this form is somebody else's. */
    private static boolean abandoned(String name) {
        String[] parts = name.substring(PREFIX.length()).split("-", 3);
        if (parts.length < 3 || !parts[0].matches("\\d{1,18}") || !parts[1].matches("\\d{1,18}")) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[0]));
        return process.isEmpty() || start(process.get()) != Long.parseLong(parts[1]);
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(i -> i.toEpochMilli()).orElse(0L);
    }

    Path folder() {
        return folder;
    }

    Path file(String suffix) throws IOException {
        return Files.createTempFile(folder, "work-", suffix);
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            Log.LOGGER.log(System.Logger.Level.WARNING, "a temporary file cannot be deleted: " + e);
        }
    }

    private static void deleteTree(Path top) {
        try {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path dir, java.io.@org.jspecify.annotations.Nullable IOException e) throws IOException {
                    Files.deleteIfExists(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // Another worker may be clearing up the same folder.
            Log.LOGGER.log(System.Logger.Level.DEBUG, "a temporary folder cannot be deleted: " + e);
        }
    }

    @Override
    public void close() {
        deleteTree(folder);
    }
}
