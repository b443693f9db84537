package dev.headroom.worker;

/**
 * What is written to a sink.
 *
 * @param key of its content: writing the same key again replaces and does not add, so that a message that is delivered
 *     twice does no harm
 * @param value what is written
 * @param bytes its size in a request, about; 0 or more
 */
public record Item<T>(String key, T value, long bytes) {
    public Item {
        if (key.isEmpty() || bytes < 0) {
            throw new IllegalArgumentException("an item has a key and a size of 0 or more, not " + bytes);
        }
    }
}
