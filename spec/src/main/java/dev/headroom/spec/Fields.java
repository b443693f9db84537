package dev.headroom.spec;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one table as read, for building what the table stands for and for checks across keys. */
final class Fields {

    private final Cursor table;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Cursor> places = new HashMap<>();

    Fields(Cursor table) {
        this.table = table;
    }

    void put(String key, Object value, Cursor at) {
        values.put(key, value);
        places.put(key, at);
    }

    /** The value of a key that is required or has a default. */
    <V> V get(Key<?, V> key) {
        V value = find(key);
        if (value == null) {
            throw new IllegalStateException("key " + key.name() + " has neither value nor default");
        }
        return value;
    }

    /** The value of a key, or its default, or null. */
    @SuppressWarnings("unchecked") // put() is only called with what the key's own form has read
    <V> @Nullable V find(Key<?, V> key) {
        V value = (V) values.get(key.name());
        return value != null ? value : key.fallback();
    }

    /** Whether the key was written. */
    boolean has(Key<?, ?> key) {
        return values.containsKey(key.name());
    }

    /** Where the key's value stands; the table's place when it was not written. */
    Cursor at(Key<?, ?> key) {
        Cursor at = places.get(key.name());
        return at != null ? at : table;
    }

    /** The table as a whole. */
    Cursor table() {
        return table;
    }

    /** The name the table stands under. */
    String name() {
        return table.name();
    }

    Reading reading() {
        return table.reading();
    }
}
