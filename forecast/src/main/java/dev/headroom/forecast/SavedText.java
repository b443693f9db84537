package dev.headroom.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Saved models as text, exact to the last bit: {@code (ets 1 alpha=0.25 season=1.5,2.0 (naive 1 …))}, after a line that names
 * the format.
 */
public final class SavedText {
    private static final String FIRST = "headroom-model 1\n";
    private static final int DEEPEST = 32;

    private final String text;
    private int at;

    private SavedText(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** A model as text. */
    public static String write(SavedModel model) {
        StringBuilder out = new StringBuilder(FIRST);
        write(model, out);
        return out.append('\n').toString();
    }

    private static void write(SavedModel model, StringBuilder out) {
        out.append('(').append(model.kind()).append(' ').append(model.version());
        new TreeMap<>(model.numbers()).forEach((name, numbers) -> {
            out.append(' ').append(name).append('=');
            for (int i = 0; i < numbers.length; i++) {
                if (i > 0) {
                    out.append(',');
                }
                long whole = (long) numbers[i];
                if (whole == numbers[i] && Math.abs(whole) < 1_000_000 && (whole != 0 || 1 / numbers[i] > 0)) {
                    out.append(whole);
                } else {
                    out.append(numbers[i]);
                }
            }
        });
        for (SavedModel part : model.parts()) {
            out.append('\n');
            write(part, out);
        }
        out.append(')');
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException when it is something else, or damaged
     */
    public static SavedModel read(String text) {
        if (!text.startsWith(FIRST)) {
            throw new IllegalArgumentException("a saved model begins with '" + FIRST.strip()
                    + "'; this is none, or one of another version: fit it again");
        }
        SavedText reader = new SavedText(text, FIRST.length());
        SavedModel model = reader.model(0);
        reader.blank();
        if (reader.at < text.length()) {
            throw reader.damaged("the end");
        }
        return model;
    }

    private SavedModel model(int depth) {
        blank();
        if (at >= text.length() || text.charAt(at) != '(' || depth > DEEPEST) {
            throw damaged("'('");
        }
        at++;
        String kind = word();
        int version = (int) number(word());
        Map<String, double[]> numbers = new LinkedHashMap<>();
        List<SavedModel> parts = new ArrayList<>();
        while (true) {
            blank();
            if (at >= text.length()) {
                throw damaged("')'");
            }
            char c = text.charAt(at);
            if (c == ')') {
                at++;
                return new SavedModel(kind, version, numbers, parts);
            }
            if (c == '(') {
                parts.add(model(depth + 1));
                continue;
            }
            String pair = word();
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw damaged("name=numbers");
            }
            numbers.put(pair.substring(0, equals), numbers(pair.substring(equals + 1)));
        }
    }

    private double[] numbers(String written) {
        if (written.isEmpty()) {
            return new double[0];
        }
        String[] each = written.split(",", -1);
        double[] numbers = new double[each.length];
        for (int i = 0; i < each.length; i++) {
            numbers[i] = number(each[i]);
        }
        return numbers;
    }

    private double number(String written) {
        try {
            return Double.parseDouble(written);
        } catch (NumberFormatException e) {
            throw damaged("a number");
        }
    }

    private String word() {
        blank();
        int from = at;
        while (at < text.length() && text.charAt(at) > ' ' && text.charAt(at) != '(' && text.charAt(at) != ')') {
            at++;
        }
        return text.substring(from, at);
    }

    private void blank() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private IllegalArgumentException damaged(String expected) {
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "a saved model is damaged at character %d: %s expected there; fit it again",
                at,
                expected));
    }
}
