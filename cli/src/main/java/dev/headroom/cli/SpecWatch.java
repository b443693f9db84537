package dev.headroom.cli;

import dev.headroom.controller.Console;
import dev.headroom.controller.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/** Puts a spec in force whenever its file has changed. */
final class SpecWatch {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Path file;
    private final Console console;
    private final Timing timing;
    private String seen;
    private String mark;

    /** @param text of the file when it was read first */
    SpecWatch(Path file, String text, Console console, Timing timing) {
        this.file = file;
        this.console = console;
        this.timing = timing;
        this.seen = text;
        this.mark = "";
    }

    void start() {
        timing.after(EVERY, this::look);
    }

    private void look() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            String sign = now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
            if (!sign.equals(mark)) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                // Editors empty a file before they fill it.
                if (!text.isBlank() && !text.equals(seen)) {
                    seen = text;
                    console.reload(text, "the file " + file);
                }
                mark = sign;
            }
        } catch (IOException e) {
            // It is being replaced, or gone; the spec in force stays.
            mark = "";
        } finally {
            timing.after(EVERY, this::look);
        }
    }
}
