package dev.headroom.spec;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A form for a value that stands in the file as another. */
final class Mapped<A, B> extends Form<B> {

    private final Form<A> form;
    private final Function<A, B> to;
    private final Function<B, A> from;

    Mapped(Form<A> form, Function<A, B> to, Function<B, A> from) {
        this.form = form;
        this.to = to;
        this.from = from;
    }

    @Override
    @Nullable
    B read(Cursor at) {
        A value = form.read(at);
        if (value == null) {
            return null;
        }
        try {
            return to.apply(value);
        } catch (IllegalArgumentException e) {
            at.errorAtName(String.valueOf(e.getMessage()), "");
            return null;
        }
    }

    @Override
    Object write(B value, Writing writing) {
        return form.write(from.apply(value), writing);
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        return form.schema(schemas);
    }

    @Override
    String kind() {
        return form.kind();
    }

    @Override
    String noun() {
        return form.noun();
    }

    @Override
    void tables(Consumer<Table<?>> visitor) {
        form.tables(visitor);
    }

    @Override
    boolean maybeNothing() {
        return form.maybeNothing();
    }
}
