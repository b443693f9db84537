package dev.headroom.examples.files;

import dev.headroom.worker.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file whose text is known.
 *
 * @param key of its content
 * @param indexed what is indexed of it
 * @param picture its first page that is an image, small, as PNG; null if it has none, or none is wanted
 */
record Recognised(String key, Indexed indexed, byte @Nullable [] picture) {
    /** What an item takes beside its text: names, and a vector of 256 numbers. */
    private static final int OVERHEAD = 2000;

    /** What is written to the index, with the picture's embedding or without. */
    List<Item<Indexed>> items(float @Nullable [] embedding) {
        Indexed whole = new Indexed(indexed.name(), indexed.pages(), indexed.text(), embedding);
        return List.of(new Item<>(key, whole, indexed.text().length() + OVERHEAD));
    }
}
