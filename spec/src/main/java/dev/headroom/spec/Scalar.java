package dev.headroom.spec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value that is one word or number. */
abstract class Scalar<T> extends Form<T> {

    private final String kind;
    private final String noun;
    private final String example;

    /**
     * A scalar.
     *
     * @param kind as the reference calls it
     * @param noun with an article, for messages
     * @param example as written, for messages and the reference
     */
    Scalar(String kind, String noun, String example) {
        this.kind = kind;
        this.noun = noun;
        this.example = example;
    }

    abstract T parse(String text) throws Unfit;

    /** The value as written; a string, number or boolean. */
    abstract Object format(T value);

    @Override
    @Nullable
    T read(Cursor at) {
        String text = at.text(noun);
        if (text == null) {
            return null;
        }
        try {
            return parse(text);
        } catch (Unfit e) {
            at.error(e.message(), e.mend());
            return null;
        }
    }

    @Override
    Object write(T value, Writing to) {
        return format(value);
    }

    @Override
    String kind() {
        return kind;
    }

    @Override
    String noun() {
        return noun;
    }

    @Override
    String example() {
        return example.split("(,| or) ", 2)[0];
    }

    /** A text of another kind than expected, said by what it is. */
    Unfit unfit(String text) {
        return new Unfit(
                Quantity.describe(text) + " where " + noun + " is expected",
                "write " + noun + " such as " + examples());
    }

    /** Several ways to write it. */
    String examples() {
        return example;
    }

    static Map<String, Object> pattern(String regex) {
        return Schemas.of("type", "string", "pattern", regex);
    }
}
