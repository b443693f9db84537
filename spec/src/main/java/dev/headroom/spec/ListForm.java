package dev.headroom.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A list; where people write a single item instead, that is a list of one. */
final class ListForm<T> extends Form<List<T>> {

    private final Form<T> item;
    private final boolean orOne;

    private ListForm(Form<T> item, boolean orOne) {
        this.item = item;
        this.orOne = orOne;
    }

    static <T> ListForm<T> of(Form<T> item) {
        return new ListForm<>(item, false);
    }

    static <T> ListForm<T> orOne(Form<T> item) {
        return new ListForm<>(item, true);
    }

    @Override
    @Nullable
    List<T> read(Cursor at) {
        if (orOne && !at.isList()) {
            T one = item.read(at);
            return one == null ? null : List.of(one);
        }
        List<Cursor> items = at.items(noun());
        if (items == null) {
            return null;
        }
        List<T> out = new ArrayList<>();
        boolean broken = false;
        for (Cursor c : items) {
            T value = item.read(c);
            if (value == null) {
                broken = true;
            } else {
                out.add(value);
            }
        }
        return broken ? null : List.copyOf(out);
    }

    @Override
    Object write(List<T> value, Writing to) {
        return value.stream().map(v -> item.write(v, to)).toList();
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        Map<String, Object> list = Schemas.of("type", "array", "items", item.schema(schemas));
        return orOne ? Schemas.of("anyOf", List.of(item.schema(schemas), list)) : list;
    }

    @Override
    String kind() {
        return "list of " + item.kind() + (orOne ? ", or one" : "");
    }

    @Override
    String noun() {
        return "a list";
    }

    @Override
    void tables(Consumer<Table<?>> visitor) {
        item.tables(visitor);
    }
}
