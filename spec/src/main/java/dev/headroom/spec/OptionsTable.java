package dev.headroom.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table of one type of source or target: its keys are kept by name, for the connector that understands them. */
final class OptionsTable<T> extends Table<T> {

    private final String type;
    private final BiFunction<String, Map<String, Object>, T> make;
    private final Function<T, Map<String, Object>> options;
    private final List<Consumer<Fields>> rules = new ArrayList<>();

    OptionsTable(
            String name,
            String type,
            boolean typeByDefault,
            String doc,
            BiFunction<String, Map<String, Object>, T> make,
            Function<T, Map<String, Object>> options) {
        super(name, doc);
        this.type = type;
        this.make = make;
        this.options = options;
        Word<String> word = Word.of("the type", String.class, type, type);
        if (typeByDefault) {
            fallback("type", word, "Always " + type + " here.", type, t -> type);
        } else {
            required("type", word, "Always " + type + " here.", t -> type);
        }
    }

    OptionsTable<T> must(String key, Form<?> form, String text) {
        declare(key, form, text, true);
        return this;
    }

    OptionsTable<T> may(String key, Form<?> form, String text, String byDefault) {
        declareOptional(key, form, text, byDefault);
        return this;
    }

    /** Exactly one of two keys must be there. */
    OptionsTable<T> oneOf(String one, String other) {
        rules.add(f -> {
            if (has(f, one) == has(f, other)) {
                f.table()
                        .errorAtName(
                                has(f, one)
                                        ? "there are both '" + one + "' and '" + other + "'"
                                        : "neither '" + one + "' nor '" + other + "' is given",
                                "write one of the two");
            }
        });
        return this;
    }

    /** Two keys that say the same in different ways. */
    OptionsTable<T> notBoth(String one, String other) {
        rules.add(f -> {
            if (has(f, one) && has(f, other)) {
                f.table().errorAtName("there are both '" + one + "' and '" + other + "'", "write one of the two");
            }
        });
        return this;
    }

    /** Two keys that mean nothing alone. */
    OptionsTable<T> together(String one, String other) {
        rules.add(f -> {
            if (has(f, one) != has(f, other)) {
                String lacking = has(f, one) ? other : one;
                f.table()
                        .errorAtName(
                                "'" + one + "' and '" + other + "' belong together, and '" + lacking + "' is missing",
                                "write both, or neither");
            }
        });
        return this;
    }

    private boolean has(Fields f, String name) {
        return keys().stream().anyMatch(k -> k.name().equals(name) && f.has(k));
    }

    private <V> void declare(String key, Form<V> form, String text, boolean must) {
        add(new Key<>(key, form, text, must, null, "required", (t, w) -> get(t, key, form)));
    }

    private <V> void declareOptional(String key, Form<V> form, String text, String byDefault) {
        add(new Key<>(key, form, text, false, null, byDefault, (t, w) -> get(t, key, form)));
    }

    @SuppressWarnings({"unchecked", "UnusedVariable"}) // the value was read by that form, which fixes its type
    private <V> @Nullable V get(T value, String key, Form<V> form) {
        return (V) options.apply(value).get(key);
    }

    @Override
    @Nullable
    T build(Fields f) {
        rules.forEach(rule -> rule.accept(f));
        Map<String, Object> out = new LinkedHashMap<>();
        for (Key<T, ?> key : keys()) {
            Object value = f.find(key);
            if (value != null && !key.name().equals("type")) {
                out.put(key.name(), value);
            }
        }
        return make.apply(type, out);
    }
}
