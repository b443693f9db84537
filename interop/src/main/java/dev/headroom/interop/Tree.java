package dev.headroom.interop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of documents that no library has a type for. */
final class Tree {

    private Tree() {}

    /** A mapping with its keys in the order given; a key whose value is null is left out. */
    static Map<String, Object> of(@Nullable Object... keysAndValues) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
            Object value = keysAndValues[i + 1];
            if (value != null) {
                out.put(String.valueOf(keysAndValues[i]), value);
            }
        }
        return out;
    }

    /** A mapping of texts, in the order given. */
    static Map<String, String> texts(String... keysAndValues) {
        Map<String, String> out = new LinkedHashMap<>();
        for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
            out.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return out;
    }
}
