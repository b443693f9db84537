package dev.headroom.examples.files;

import dev.headroom.worker.Message;
import dev.headroom.worker.Refused;
import java.io.IOException;
import java.nio.file.Path;

/** Where the files are that messages name. */
interface Source {

    /** Places for copies of files that are not on this machine. */
    @FunctionalInterface
    interface Copies {
        /** A new empty file that is deleted when it is no longer needed. */
        Path file(String suffix) throws IOException;
    }

    /**
     * Finds a file, and looks at it.
     *
     * @throws Refused if it cannot become text
     * @throws IOException if it cannot be had now
     */
    Opened open(Message message, Copies copies) throws Refused, IOException, InterruptedException;
}
