package dev.headroom.planner.sizer;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what was probably meant by a name that does not exist. */
final class Nearest {

    private static final int SHOWN = 12;

    private Nearest() {}

    /** A hint: the nearest name if one is near, else the first of all. */
    static String mend(String name, Collection<String> known) {
        Optional<String> near = known.stream()
                .filter(k -> distance(name, k) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(k -> distance(name, k)));
        if (near.isPresent()) {
            return "did you mean '" + near.get() + "'?";
        }
        return known.isEmpty()
                ? ""
                : "known are " + known.stream().limit(SHOWN).collect(Collectors.joining(", "))
                        + (known.size() > SHOWN ? ", …" : "");
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, corner + cost);
                corner = above;
            }
        }
        return row[b.length()];
    }
}
