package dev.headroom.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A mapping whose keys are values of their own: times of day, days of the week. Keys are kept in the order of the file. */
final class Keyed<K, V> extends Form<Map<K, V>> {

    private final Scalar<K> key;
    private final Form<V> value;

    Keyed(Scalar<K> key, Form<V> value) {
        this.key = key;
        this.value = value;
    }

    @Override
    @Nullable
    Map<K, V> read(Cursor at) {
        Map<String, Cursor> entries = at.entries(noun());
        if (entries == null) {
            return null;
        }
        if (entries.isEmpty()) {
            at.errorAtName("nothing is given", "write " + example());
            return null;
        }
        Map<K, V> out = new LinkedHashMap<>();
        boolean broken = false;
        for (Map.Entry<String, Cursor> e : entries.entrySet()) {
            Cursor place = e.getValue();
            K k = key.read(place.asKey());
            V v = place.isNothing() ? null : value.read(place);
            if (place.isNothing()) {
                place.errorAtName("'" + e.getKey() + "' has no value", "write " + value.noun());
            }
            if (k == null || v == null) {
                broken = true;
            } else if (out.putIfAbsent(k, v) != null) {
                place.errorAtName("'" + e.getKey() + "' is the same as a key before it", "keep one of the two");
                broken = true;
            }
        }
        return broken ? null : out;
    }

    @Override
    Object write(Map<K, V> map, Writing to) {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((k, v) -> out.put(String.valueOf(key.format(k)), value.write(v, to)));
        return out;
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        return Schemas.of("type", "object", "additionalProperties", value.schema(schemas));
    }

    @Override
    String kind() {
        return "mapping of " + key.kind() + " to " + value.kind();
    }

    @Override
    String noun() {
        return "a mapping with " + key.noun() + " as key";
    }

    @Override
    String example() {
        return "{ " + String.join(": ", List.of(key.example(), value.example())) + " }";
    }

    @Override
    void tables(Consumer<Table<?>> visitor) {
        value.tables(visitor);
    }
}
