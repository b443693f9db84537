package dev.headroom.spec;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the word that was probably meant. The distance is Damerau–Levenshtein in its restricted form: insertions, deletions,
 * substitutions and swaps of neighbours each count one.
 */
final class Nearest {

    private Nearest() {}

    /** The candidate nearest to the word if it is near enough to be a slip (a third of its length), or null. */
    static @Nullable String of(String word, Collection<String> candidates) {
        String best = null;
        int least = Integer.MAX_VALUE;
        String w = word.toLowerCase(Locale.ROOT);
        for (String candidate : candidates) {
            String c = candidate.toLowerCase(Locale.ROOT);
            int d = distance(w, c);
            if (d > 1 && w.length() >= 3 && (c.startsWith(w) || (w.startsWith(c) && c.length() >= 3))) {
                d = 1;
            }
            if (d < least) {
                least = d;
                best = candidate;
            }
        }
        return best != null && least <= Math.max(1, Math.max(w.length(), best.length()) / 3) ? best : null;
    }

    /** What to say of a word that is none of the candidates. */
    static String mend(String word, Collection<String> candidates) {
        String near = of(word, candidates);
        if (near != null) {
            return "did you mean '" + near + "'?";
        }
        return candidates.isEmpty() ? "" : "valid here: " + String.join(", ", candidates);
    }

    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
