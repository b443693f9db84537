package dev.headroom.forecast;

import java.time.Duration;

/** Fills what was not seen, so that models meet finite values only. */
public final class Gaps {

    private Gaps() {}

    /**
     * A series without gaps: a missing value becomes that of a week before (else after, else a day before or after), times
     * how much the neighbourhood has changed since; without such a value, a straight line between its neighbours. All of a
     * series without any value becomes 0.
     */
    public static Series filled(Series series) {
        double[] y = series.values();
        int first = 0;
        while (first < y.length && !Double.isNaN(y[first])) {
            first++;
        }
        if (first == y.length) {
            return series;
        }
        long step = series.step().toMillis();
        int day = (int) Math.min(Integer.MAX_VALUE / 8, Duration.ofDays(1).toMillis() / step);
        double[] filled = y.clone();
        for (int i = 0; i < y.length; i++) {
            if (Double.isNaN(y[i])) {
                filled[i] = alike(y, i, day);
            }
        }
        straight(filled);
        return series.with(filled);
    }

    private static double alike(double[] y, int i, int day) {
        if (day < 2) {
            return Double.NaN;
        }
        int[] distances = {-7 * day, 7 * day, -day, day, -2 * day, 2 * day};
        for (int d : distances) {
            int j = i + d;
            if (j >= 0 && j < y.length && !Double.isNaN(y[j])) {
                return y[j] * change(y, j, i, day);
            }
        }
        return Double.NaN;
    }

    /** How much higher it was around one step than around another, by the steps within a day that were seen around both. */
    private static double change(double[] y, int from, int to, int day) {
        double before = 0;
        double after = 0;
        int stride = Math.max(1, day / 24);
        for (int k = -day; k <= day; k += stride) {
            int i = from + k;
            int j = to + k;
            if (i >= 0 && j >= 0 && i < y.length && j < y.length && !Double.isNaN(y[i]) && !Double.isNaN(y[j])) {
                before += y[i];
                after += y[j];
            }
        }
        return before > 0 && after >= 0 ? Math.clamp(after / before, 0.1, 10) : 1;
    }

    private static void straight(double[] y) {
        int before = -1;
        for (int i = 0; i <= y.length; i++) {
            if (i < y.length && Double.isNaN(y[i])) {
                continue;
            }
            for (int j = before + 1; j < i; j++) {
                if (before < 0) {
                    y[j] = i < y.length ? y[i] : 0;
                } else if (i == y.length) {
                    y[j] = y[before];
                } else {
                    y[j] = y[before] + (y[i] - y[before]) * (j - before) / (i - before);
                }
            }
            before = i;
        }
    }
}
