package dev.headroom.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a stage may use beside its input: the message that is worked on, and files that go when the work ends. */
public final class Work {
    private final Message message;
    private final Scratch scratch;
    private final List<Path> files = new ArrayList<>();

    Work(Message message, Scratch scratch) {
        this.message = message;
        this.scratch = scratch;
    }

    /** The message. */
    public Message message() {
        return message;
    }

    /**
     * A new empty file for this message alone. It is deleted when the last stage has ended, and, if this worker dies, by the
     * next one that starts on the machine.
     *
     * @param suffix of its name, such as {@code .pdf}
     */
    public synchronized Path temporaryFile(String suffix) throws IOException {
        Path file = scratch.file(suffix);
        files.add(file);
        return file;
    }

    /** Where such files are, for libraries that make their own; they must delete them, or the next worker does after a crash. */
    public Path folder() {
        return scratch.folder();
    }

    synchronized void end() {
        files.forEach(Scratch::delete);
        files.clear();
    }
}
