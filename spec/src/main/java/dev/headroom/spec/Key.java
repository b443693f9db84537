package dev.headroom.spec;

import org.jspecify.annotations.Nullable;

/**
 * A key of a table.
 *
 * @param name as written
 * @param form what its value is
 * @param doc one line for the reference and the schema
 * @param required whether it must be there
 * @param fallback the value without the key; null when there is none
 * @param byDefault the default in words
 * @param get finds the value in what the table stands for, to write it
 */
record Key<T, V>(
        String name,
        Form<V> form,
        String doc,
        boolean required,
        @Nullable V fallback,
        String byDefault,
        Get<T, V> get) {

    /** Finds a key's value for writing; null for a key that is left out. */
    @FunctionalInterface
    interface Get<T, V> {
        @Nullable
        V in(T value, Writing to);
    }
}
