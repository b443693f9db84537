package dev.headroom.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table of one type of source or target: its keys are kept by name, for the connector that understands them. */
final class OptionsTable<T> extends Table<T> {

    private final String type;
    private final BiFunction<String, Map<String, Object>, T> make;
    private final Function<T, Map<String, Object>> options;

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
