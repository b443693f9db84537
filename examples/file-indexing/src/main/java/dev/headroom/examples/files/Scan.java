package dev.headroom.examples.files;

import java.util.List;

/**
 * A file whose text is known as far as it is text; the rest must be recognised.
 *
 * @param opened the file
 * @param texts one for each page; empty for those that are to be recognised
 * @param scanned the pages that are, from 0, ascending
 * @param pixels of the largest of them, or of the largest image in it
 */
record Scan(Opened opened, List<String> texts, List<Integer> scanned, long pixels) {
    Scan {
        texts = List.copyOf(texts);
        scanned = List.copyOf(scanned);
    }
}
