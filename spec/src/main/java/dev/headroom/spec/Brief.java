package dev.headroom.spec;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table that has a short form: one word where most of its keys keep their defaults. */
final class Brief<S, T> extends Form<T> {

    private final Form<S> brief;
    private final Function<S, T> expand;
    private final Function<T, @Nullable S> shorten;
    private final Table<T> table;

    /**
     * A short form.
     *
     * @param expand what the short form means
     * @param shorten the short form of a value; null when it has none
     */
    Brief(Form<S> brief, Function<S, T> expand, Function<T, @Nullable S> shorten, Table<T> table) {
        this.brief = brief;
        this.expand = expand;
        this.shorten = shorten;
        this.table = table;
    }

    @Override
    @Nullable
    T read(Cursor at) {
        if (!at.isScalar() || (at.isNothing() && table.maybeNothing())) {
            return table.read(at);
        }
        S value = brief.read(at);
        if (value == null) {
            return null;
        }
        try {
            return expand.apply(value);
        } catch (IllegalArgumentException e) {
            at.errorAtName(String.valueOf(e.getMessage()), "");
            return null;
        }
    }

    @Override
    Object write(T value, Writing to) {
        S shortened = shorten.apply(value);
        return shortened == null ? table.write(value, to) : brief.write(shortened, to);
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        return Schemas.of("anyOf", List.of(brief.schema(schemas), table.schema(schemas)));
    }

    @Override
    String kind() {
        return brief.kind() + " or " + table.kind();
    }

    @Override
    String noun() {
        return brief.noun();
    }

    @Override
    void tables(Consumer<Table<?>> visitor) {
        table.tables(visitor);
    }

    @Override
    boolean maybeNothing() {
        return table.maybeNothing();
    }
}
