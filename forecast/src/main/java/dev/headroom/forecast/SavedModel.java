package dev.headroom.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fitted model as a value to store: numbers by name, and the models it is made of. {@link SavedText} writes it as text.
 *
 * @param kind what it is, such as {@code ets}
 * @param version of that kind's form; a reader refuses one it does not know
 * @param numbers by name
 * @param parts models inside
 */
public record SavedModel(String kind, int version, Map<String, double[]> numbers, List<SavedModel> parts) {

    public SavedModel {
        numbers = Map.copyOf(numbers);
        parts = List.copyOf(parts);
    }

    static SavedModel of(String kind, int version, Map<String, double[]> numbers) {
        return new SavedModel(kind, version, numbers, List.of());
    }

    /** Numbers by name; throws {@link IllegalArgumentException} when there are none of that name. */
    double[] get(String name) {
        double[] found = numbers.get(name);
        if (found == null) {
            throw new IllegalArgumentException("a saved model of kind '" + kind + "' has no '" + name
                    + "': it is damaged, or of another version; fit it again");
        }
        return found;
    }

    double number(String name) {
        double[] found = get(name);
        if (found.length != 1) {
            throw new IllegalArgumentException("'" + name + "' of a saved model of kind '" + kind + "' has "
                    + found.length + " numbers instead of one: it is damaged; fit it again");
        }
        return found[0];
    }

    int whole(String name) {
        return (int) number(name);
    }

    /** A model inside. */
    SavedModel part(int i) {
        if (i >= parts.size()) {
            throw new IllegalArgumentException(
                    "a saved model of kind '" + kind + "' lacks a part: it is damaged; fit it again");
        }
        return parts.get(i);
    }

    /** Refuses versions other than the one that is known. */
    SavedModel expect(int known) {
        if (version != known) {
            throw new IllegalArgumentException("a saved model of kind '" + kind + "' is of version " + version
                    + ", and only version " + known + " can be read; fit it again");
        }
        return this;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof SavedModel s) || !kind.equals(s.kind) || version != s.version || !parts.equals(s.parts)) {
            return false;
        }
        return numbers.keySet().equals(s.numbers.keySet())
                && numbers.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), s.get(e.getKey())));
    }

    @Override
    public int hashCode() {
        return kind.hashCode() * 31 + numbers.keySet().hashCode();
    }

    @Override
    public String toString() {
        return "SavedModel[" + kind + " " + version + ", " + new TreeMap<>(numbers).keySet() + ", " + parts + "]";
    }
}
