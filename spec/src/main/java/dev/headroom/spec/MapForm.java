package dev.headroom.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A mapping whose keys are chosen by the user. Keys are kept in the order of the file. */
final class MapForm<T> extends Form<Map<String, T>> {

    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

    private final String keyNoun;
    private final Form<T> value;

    private MapForm(String keyNoun, Form<T> value) {
        this.keyNoun = keyNoun;
        this.value = value;
    }

    static <T> MapForm<T> of(String keyNoun, Form<T> value) {
        return new MapForm<>(keyNoun, value);
    }

    @Override
    @Nullable
    Map<String, T> read(Cursor at) {
        Map<String, Cursor> entries = at.entries(noun());
        if (entries == null) {
            return null;
        }
        Map<String, T> out = new LinkedHashMap<>();
        boolean broken = false;
        for (Map.Entry<String, Cursor> e : entries.entrySet()) {
            Cursor place = e.getValue();
            if (!e.getKey().matches(NAME)) {
                place.errorAtName(
                        "'" + e.getKey() + "' cannot be the name of " + keyNoun,
                        "names are made of letters, digits, '_', '-' and '.'");
                broken = true;
            } else if (place.isNothing() && !value.maybeNothing()) {
                place.errorAtName("'" + e.getKey() + "' has no value", "write " + value.noun());
                broken = true;
            } else {
                T v = value.read(place);
                broken |= v == null;
                if (v != null) {
                    out.put(e.getKey(), v);
                }
            }
        }
        return broken ? null : out;
    }

    @Override
    Object write(Map<String, T> map, Writing to) {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((k, v) -> out.put(k, value.write(v, to)));
        return out;
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        return Schemas.of(
                "type",
                "object",
                "propertyNames",
                Schemas.of("pattern", "^" + NAME + "$"),
                "additionalProperties",
                value.maybeNothing()
                        ? Schemas.of("anyOf", java.util.List.of(value.schema(schemas), Schemas.of("type", "null")))
                        : value.schema(schemas));
    }

    @Override
    String kind() {
        return "mapping of " + keyNoun + " to " + value.kind();
    }

    @Override
    String noun() {
        return "a mapping with the name of " + keyNoun + " as key";
    }

    @Override
    void tables(Consumer<Table<?>> visitor) {
        value.tables(visitor);
    }
}
