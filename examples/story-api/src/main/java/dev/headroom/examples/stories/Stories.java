package dev.headroom.examples.stories;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Tells stories: a grammar in place of a language model, so that the example needs none. The same inputs give the same story. */
final class Stories {

    private static final List<String> BEGIN = List.of(
            "Long ago, %s lived in %s.", "In %2$s everybody knew %1$s.", "Nobody in %2$s had seen %1$s before.");
    private static final List<String> MIDDLE = List.of(
            "One morning the river ran backwards, and %s followed it.",
            "A letter came that said only: hurry. So %s ran.",
            "Then the lights of %2$s went out, one by one, and %1$s counted them.");
    private static final List<String> END = List.of(
            "That is why %2$s has a bridge today.",
            "And %s never told anybody.", "They still speak of %s in %s, on long evenings.");

    private Stories() {}

    /** Inputs that mean the same, as one text: names and values without case and blanks around, in order. */
    static String normal(Map<String, String> inputs) {
        Map<String, String> sorted = new TreeMap<>();
        inputs.forEach((name, value) -> sorted.put(
                name.strip().toLowerCase(Locale.ROOT),
                value.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ")));
        return sorted.toString();
    }

    /** A story. */
    static String tell(Map<String, String> inputs) {
        Random random = new Random(normal(inputs).hashCode());
        String hero = inputs.getOrDefault("hero", "a heron").strip();
        String place = inputs.getOrDefault("place", "the old town").strip();
        StringBuilder out = new StringBuilder();
        for (List<String> part : List.of(BEGIN, MIDDLE, END)) {
            out.append(String.format(part.get(random.nextInt(part.size())), hero, place))
                    .append('\n');
        }
        return out.toString();
    }

    /** What a model would count: words and a half. */
    static int tokens(String text) {
        return text.split("\\s+", -1).length * 3 / 2;
    }
}
