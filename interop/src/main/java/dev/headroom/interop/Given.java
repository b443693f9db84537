package dev.headroom.interop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of a file that is imported, with the place it stands at.
 *
 * @param file the file's name
 * @param path the keys that lead there
 * @param value a text, a list or a mapping; null for nothing
 */
record Given(String file, String path, @Nullable Object value) {

    boolean there() {
        return value != null;
    }

    /** What stands under keys, one below the other; nothing if any of them is missing. */
    Given at(String... keys) {
        Given here = this;
        for (String key : keys) {
            Object below = here.value instanceof Map<?, ?> m ? m.get(key) : null;
            here = new Given(file, here.path.isEmpty() ? key : here.path + "." + key, below);
        }
        return here;
    }

    Set<String> keys() {
        if (!(value instanceof Map<?, ?> m)) {
            return Set.of();
        }
        Set<String> out = new java.util.LinkedHashSet<>();
        m.keySet().forEach(k -> out.add(String.valueOf(k)));
        return out;
    }

    /** The items of a list; none if there is none. */
    List<Given> items() {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong("a list is expected");
        }
        List<Given> out = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            out.add(new Given(file, path + "[" + i + "]", list.get(i)));
        }
        return out;
    }

    String text(String otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String s) {
            return s;
        }
        throw wrong("a text is expected");
    }

    String text() {
        String t = text("");
        if (t.isEmpty()) {
            throw wrong("this is missing");
        }
        return t;
    }

    /** A whole number of at least so much; nothing is the other one, or wrong where that is less. */
    int whole(int otherwise, int least) {
        if (value == null && otherwise < least) {
            throw wrong("this is missing");
        }
        if (value == null) {
            return otherwise;
        }
        String t = text("").strip();
        if (!t.matches("-?\\d{1,9}(\\.0+)?")) {
            throw wrong("'" + shortened(t) + "' is no whole number");
        }
        int n = (int) Double.parseDouble(t);
        if (n < least) {
            throw wrong(n + " is less than " + least);
        }
        return n;
    }

    double number(double otherwise) {
        if (value == null) {
            return otherwise;
        }
        String t = text("").strip();
        if (!t.matches("-?\\d{1,18}(\\.\\d{1,18})?([eE][+-]?\\d{1,2})?")) {
            throw wrong("'" + shortened(t) + "' is no number");
        }
        return new BigDecimal(t).doubleValue();
    }

    private static final Map<String, Double> SUFFIXES = Map.ofEntries(
            Map.entry("", 1.0),
            Map.entry("n", 1e-9),
            Map.entry("u", 1e-6),
            Map.entry("m", 1e-3),
            Map.entry("k", 1e3),
            Map.entry("M", 1e6),
            Map.entry("G", 1e9),
            Map.entry("T", 1e12),
            Map.entry("Ki", 0x1p10),
            Map.entry("Mi", 0x1p20),
            Map.entry("Gi", 0x1p30),
            Map.entry("Ti", 0x1p40));

    /** A quantity of Kubernetes, such as 500m or 1Gi; positive. */
    double quantity() {
        String t = text().strip();
        var m = java.util.regex.Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?)([A-Za-z]{0,2})")
                .matcher(t);
        Double factor = m.matches() ? SUFFIXES.get(m.group(2)) : null;
        if (factor == null) {
            throw wrong("'" + shortened(t) + "' is no quantity such as 500m or 2");
        }
        double q = new BigDecimal(m.group(1)).doubleValue() * factor;
        if (!(q > 0)) {
            throw wrong("the quantity must be positive");
        }
        return q;
    }

    Unreadable wrong(String what) {
        return new Unreadable(file + ": " + (path.isEmpty() ? "" : path + ": ") + what);
    }

    private static String shortened(String t) {
        return Sketch.comment(t.length() > 60 ? t.substring(0, 60) + "..." : t);
    }
}
