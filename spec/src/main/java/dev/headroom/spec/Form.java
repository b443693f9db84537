package dev.headroom.spec;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of value stands in a spec. The same object reads it, writes it, describes it in the JSON Schema and names it
 * in the reference, so that the four cannot drift apart.
 *
 * @param <T> the value in the model
 */
abstract class Form<T> {

    /** The value; null after every cause why it cannot be read has been reported. */
    abstract @Nullable T read(Cursor at);

    /** The value as a tree of maps, lists, strings, numbers and booleans. */
    abstract Object write(T value, Writing to);

    /** The JSON Schema of the value as written. */
    abstract Map<String, Object> schema(Schemas schemas);

    /** What it is, for the reference: {@code duration}, {@code list of …}. */
    abstract String kind();

    /** With an article, for messages: {@code a duration}. */
    abstract String noun();

    /** How it may be written. */
    String example() {
        return "…";
    }

    /** Shows the tables this form leads to, for the reference. */
    void tables(Consumer<Table<?>> visitor) {}

    /** Whether a key may stand without a value. */
    boolean maybeNothing() {
        return false;
    }
}
