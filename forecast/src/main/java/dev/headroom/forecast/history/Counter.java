package dev.headroom.forecast.history;

import java.util.List;
import java.util.Locale;

/**
 * Counters, which only grow until they begin again, turned into what they grew by in each step. After a reset the counter
 * itself is what it grew by, as Prometheus has it.
 */
final class Counter {
    private static final int LEAST_UNNAMED = 48;

    private Counter() {}

    /**
     * Differences a column in place if it is a counter. A row then holds what came from its time to that of the next; the
     * last row, and rows before a gap, hold {@code NaN}.
     *
     * @param rows in the order of time, without duplicates
     * @param step length of a step; a longer distance is a gap
     * @param name of the column; {@code …_total} says that it is one
     * @return whether it is one
     */
    static boolean difference(Rows rows, int column, long step, String name, List<Treatment> treatments) {
        if (!isCounter(rows, column, name)) {
            return false;
        }
        int resets = 0;
        int gaps = 0;
        int n = rows.size();
        for (int i = 0; i + 1 < n; i++) {
            double now = rows.value(column, i);
            double next = rows.value(column, i + 1);
            double grown = next - now;
            if (grown < 0) {
                resets++;
                grown = next;
            }
            if (rows.time(i + 1) - rows.time(i) > step * 3 / 2) {
                gaps++;
                grown = Double.NaN;
            }
            rows.set(column, i, grown);
        }
        rows.set(column, n - 1, Double.NaN);
        String called = name.isEmpty() ? "the series" : "'" + name + "'";
        treatments.add(new Treatment(
                Treatment.Kind.COUNTER, 1, called + " only grows, so it is a counter; its growth by step is used"));
        if (resets > 0) {
            treatments.add(new Treatment(
                    Treatment.Kind.RESET,
                    resets,
                    called + " begins again " + (resets == 1 ? "once" : resets + " times")
                            + "; what it shows after that counts from zero"));
        }
        if (gaps > 0) {
            treatments.add(new Treatment(
                    Treatment.Kind.GAP,
                    gaps,
                    "what " + called + " grew by over " + (gaps == 1 ? "a gap" : gaps + " gaps") + " is not used"));
        }
        return true;
    }

    private static boolean isCounter(Rows rows, int column, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean named = lower.endsWith("_total") || lower.contains("counter");
        int ups = 0;
        int downs = 0;
        int pairs = 0;
        for (int i = 0; i + 1 < rows.size(); i++) {
            double now = rows.value(column, i);
            double next = rows.value(column, i + 1);
            if (Double.isNaN(now) || Double.isNaN(next)) {
                continue;
            }
            pairs++;
            if (next > now) {
                ups++;
            } else if (next < now) {
                downs++;
                if (next > now / 2) {
                    return false;
                }
            }
        }
        boolean grows = ups >= pairs / 2 && downs <= Math.max(1, pairs / 50);
        return pairs > 0 && grows && (named || pairs >= LEAST_UNNAMED);
    }
}
