package dev.headroom.interop;

import java.util.List;

/** Reads what another system is told into a spec, so that it can be simulated, compared and changed. Pure. */
public interface Importer {

    /** The word on the command line, such as {@code hpa}. */
    String format();

    /** What it reads, one sentence for the help and the docs. */
    String summary();

    /**
     * Reads files.
     *
     * @param files their names and texts, in order
     * @throws Unreadable when a text is broken, too large, or has nothing of the kind in it
     */
    Imported read(List<Document> files);
}
