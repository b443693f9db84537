package dev.headroom.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A mapping one of whose keys, {@code type} unless another is named, says which keys it may have. */
final class Tagged<T> extends Form<T> {

    private final String tag;
    private final String what;
    private final Map<String, Table<T>> tables;
    private final @Nullable String byDefault;
    private final Function<T, String> type;

    /**
     * A tagged mapping.
     *
     * @param what for messages: {@code a metric source}
     * @param byDefault the type that is meant without the key; null when it is required
     * @param type of a value, to write it
     */
    Tagged(String what, Map<String, Table<T>> tables, @Nullable String byDefault, Function<T, String> type) {
        this("type", what, tables, byDefault, type);
    }

    /** As above, with another key than {@code type}. */
    Tagged(
            String tag,
            String what,
            Map<String, Table<T>> tables,
            @Nullable String byDefault,
            Function<T, String> type) {
        this.tag = tag;
        this.what = what;
        this.tables = tables;
        this.byDefault = byDefault;
        this.type = type;
    }

    @Override
    @Nullable
    T read(Cursor at) {
        Map<String, Cursor> entries = at.entries(noun());
        if (entries == null) {
            return null;
        }
        Cursor said = entries.get(tag);
        if (said == null && byDefault == null) {
            at.errorAtName("'" + tag + "' is missing", "valid " + tag + "s: " + String.join(", ", tables.keySet()));
            return null;
        }
        String word = said == null ? byDefault : said.text("a " + tag);
        if (word == null) {
            return null;
        }
        Table<T> table = tables.get(word);
        if (table == null) {
            Cursor place = said == null ? at : said;
            place.error("'" + word + "' is not a " + tag + " of " + what, Nearest.mend(word, tables.keySet()));
            return null;
        }
        return table.read(at);
    }

    @Override
    Object write(T value, Writing to) {
        Table<T> table = tables.get(type.apply(value));
        if (table == null) {
            throw new IllegalArgumentException("no type " + type.apply(value) + " of " + what);
        }
        return table.write(value, to);
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        List<Object> any = new ArrayList<>();
        tables.forEach((word, table) -> {
            Map<String, Object> said = Schemas.of("properties", Schemas.of(tag, Schemas.of("const", word)));
            if (!word.equals(byDefault)) {
                said.put("required", List.of(tag));
            }
            any.add(Schemas.of("allOf", List.of(said, table.schema(schemas))));
        });
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("anyOf", any);
        return out;
    }

    @Override
    String kind() {
        return String.join(" or ", tables.values().stream().map(Table::kind).toList());
    }

    @Override
    String noun() {
        return "a mapping with " + tag;
    }

    @Override
    void tables(Consumer<Table<?>> visitor) {
        tables.values().forEach(t -> t.tables(visitor));
    }
}
