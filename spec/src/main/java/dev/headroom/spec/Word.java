package dev.headroom.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of a few words. Several words may mean the same; the first is the one written. */
final class Word<T> extends Scalar<T> {

    private final Map<String, T> words;

    private Word(String noun, Map<String, T> words) {
        super(String.join(", ", words.keySet()), noun, words.keySet().iterator().next());
        this.words = words;
    }

    /** A choice; {@code words} alternates words and values. */
    @SuppressWarnings("unchecked") // callers alternate String and T
    static <T> Word<T> of(String noun, Class<T> type, Object... words) {
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            map.put((String) words[i], type.cast(words[i + 1]));
        }
        return new Word<>(noun, map);
    }

    @Override
    T parse(String text) throws Unfit {
        T value = words.get(text);
        if (value == null) {
            throw new Unfit("'" + text + "' is not " + noun(), Nearest.mend(text, words.keySet()));
        }
        return value;
    }

    @Override
    Object format(T value) {
        for (Map.Entry<String, T> e : words.entrySet()) {
            if (e.getValue().equals(value)) {
                return e.getKey();
            }
        }
        throw new IllegalArgumentException("no word for " + value);
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        return Schemas.of("enum", List.copyOf(words.keySet()));
    }
}
