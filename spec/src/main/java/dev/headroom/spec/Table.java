package dev.headroom.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with known keys. A subclass declares its keys as fields, in the order they are read, written and documented, and
 * builds the model's value from what was read.
 */
abstract class Table<T> extends Form<T> {

    private final String name;
    private final String doc;
    private final List<Key<T, ?>> keys = new ArrayList<>();

    /**
     * A table.
     *
     * @param name unique; the heading in the reference and the name in the schema
     * @param doc what it is for, one sentence
     */
    Table(String name, String doc) {
        this.name = name;
        this.doc = doc;
    }

    /** Declares a key that must be there. */
    final <V> Key<T, V> required(String key, Form<V> form, String text, Function<T, @Nullable V> get) {
        return add(new Key<>(key, form, text, true, null, "required", (t, w) -> get.apply(t)));
    }

    /** Declares a key that may be left out; {@code byDefault} says what that means. */
    final <V> Key<T, V> optional(
            String key, Form<V> form, String text, String byDefault, Function<T, @Nullable V> get) {
        return add(new Key<>(key, form, text, false, null, byDefault, (t, w) -> get.apply(t)));
    }

    /** Declares a key with a default value. */
    final <V> Key<T, V> fallback(String key, Form<V> form, String text, V value, Function<T, @Nullable V> get) {
        String written = SpecWriter.flow(form.write(value, Writing.PLAIN));
        String shown = !written.equals("{}") && !written.equals("[]")
                ? written
                : form instanceof Table ? "its own defaults" : "none";
        return add(new Key<>(key, form, text, false, value, shown, (t, w) -> get.apply(t)));
    }

    final <V> Key<T, V> add(Key<T, V> key) {
        keys.add(key);
        return key;
    }

    /** Builds the value. Reports what does not fit together; the result is then not used. */
    abstract @Nullable T build(Fields f);

    /** What is to be said of a key that is not known here; the nearest known one by default. */
    String mendUnknown(String key) {
        return Nearest.mend(key, keys.stream().map(Key::name).toList());
    }

    @Override
    @Nullable
    T read(Cursor at) {
        Map<String, Cursor> entries = at.entries(noun());
        if (entries == null) {
            return null;
        }
        Fields fields = new Fields(at);
        boolean broken = false;
        for (Map.Entry<String, Cursor> e : entries.entrySet()) {
            if (keys.stream().noneMatch(k -> k.name().equals(e.getKey()))) {
                unknown(e.getKey(), e.getValue());
            }
        }
        for (Key<T, ?> key : keys) {
            Cursor place = entries.get(key.name());
            if (place != null) {
                broken |= !readKey(key, place, fields);
            } else if (key.required()) {
                at.errorAtName(
                        "'" + key.name() + "' is missing",
                        "add " + key.name() + ": " + key.form().example());
                broken = true;
            }
        }
        if (broken) {
            return null;
        }
        int before = at.reading().errors();
        try {
            T built = build(fields);
            return at.reading().errors() > before ? null : built;
        } catch (IllegalArgumentException e) {
            // The model's own rules are the last word; ours above them only say it with a better place.
            if (at.reading().errors() == before) {
                at.errorAtName(String.valueOf(e.getMessage()), "");
            }
            return null;
        }
    }

    private static <T, V> boolean readKey(Key<T, V> key, Cursor place, Fields fields) {
        if (place.isNothing() && !key.form().maybeNothing()) {
            place.errorAtName(
                    "'" + key.name() + "' has no value",
                    "write " + key.form().noun() + (key.required() ? "" : ", or leave the key out"));
            return false;
        }
        V value = key.form().read(place);
        if (value == null) {
            return false;
        }
        fields.put(key.name(), value, place);
        return true;
    }

    private void unknown(String key, Cursor place) {
        if (key.equals("<<")) {
            place.errorAtName("merge keys (<<) are not part of YAML 1.2", "repeat the keys, or alias a whole value");
        } else {
            place.errorAtName("unknown key '" + key + "'", mendUnknown(key));
        }
    }

    @Override
    Object write(T value, Writing to) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (Key<T, ?> key : keys) {
            writeKey(key, value, to, out);
        }
        return out;
    }

    private static <T, V> void writeKey(Key<T, V> key, T value, Writing to, Map<String, Object> out) {
        V v = key.get().in(value, to);
        if (v != null && (key.required() || !v.equals(key.fallback()))) {
            out.put(key.name(), key.form().write(v, to));
        }
    }

    /** The schema of the table itself; others refer to it. */
    Map<String, Object> define(Schemas schemas) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> must = new ArrayList<>();
        for (Key<T, ?> key : keys) {
            Map<String, Object> schema = new LinkedHashMap<>(key.form().schema(schemas));
            schema.put("description", key.doc());
            properties.put(key.name(), schema);
            if (key.required()) {
                must.add(key.name());
            }
        }
        Map<String, Object> out = Schemas.of("type", "object", "description", doc, "properties", properties);
        if (!must.isEmpty()) {
            out.put("required", must);
        }
        out.put("additionalProperties", false);
        return out;
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        return schemas.ref(this);
    }

    @Override
    void tables(Consumer<Table<?>> visitor) {
        visitor.accept(this);
        for (Key<T, ?> key : keys) {
            key.form().tables(visitor);
        }
    }

    @Override
    String kind() {
        return "[" + name + "](#" + name + ")";
    }

    @Override
    String noun() {
        return "a mapping" + (keys.isEmpty() ? "" : " with " + sample());
    }

    private String sample() {
        List<String> names = keys.stream().map(Key::name).toList();
        return names.size() <= 3 ? String.join(", ", names) : String.join(", ", names.subList(0, 3)) + ", …";
    }

    @Override
    boolean maybeNothing() {
        return keys.stream().noneMatch(Key::required);
    }

    String name() {
        return name;
    }

    String doc() {
        return doc;
    }

    List<Key<T, ?>> keys() {
        return keys;
    }
}
