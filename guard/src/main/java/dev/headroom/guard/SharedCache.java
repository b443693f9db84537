package dev.headroom.guard;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The second tier of a cache, shared by several processes. What fails is a miss: no method throws, each bounds its wait. */
public interface SharedCache {

    /** What is kept under a key; null when there is nothing or the store is away. */
    byte @Nullable [] get(String key);

    /** Keeps a value for a time. */
    void put(String key, byte[] value, Duration time);

    /** Drops a key, and tells every process, this one included, that it is no longer good. */
    void invalidate(String key);

    /** Who wants to hear of keys that are no longer good. An empty key means all: news may have been missed. */
    void onInvalidation(Consumer<String> listener);
}
