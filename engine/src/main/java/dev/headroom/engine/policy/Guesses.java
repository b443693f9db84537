package dev.headroom.engine.policy;

import java.util.Arrays;

/**
 * The guesses of the demand a lead ahead that {@link Margins} choose from, and the units that misses of each are told in.
 *
 * <p>Every guess but the forecast stands twice: with misses in units of what the rate usually changes by, and in units that grow with
 * the root of the rate, as the noise of a count does. Which of the two tells its misses better shows in what its plans cost.
 */
final class Guesses {
    static final int PEAK = 0;
    static final int GROWTH = 2;
    static final int FORECAST = 3;
    static final int RATE = 6;

    /** Different guesses. */
    static final int KINDS = 11;

    /** Guesses, with those that stand twice counted twice. */
    static final int ALL = 2 * KINDS - 1;

    private static final long HOLD_MILLIS = 180_000;
    private static final long LONG_MILLIS = 900_000;
    private static final long HOURS_MILLIS = 7_200_000;
    private static final long DAY_MILLIS = 85_500_000;

    private static final String[] NAMES = {
        "the highest rate of late",
        "the highest rate of 15 minutes",
        "the rate and its growth",
        "the forecast",
        "the highest rate of two hours",
        "the highest rate of a day",
        "the rate",
        "the highest rate of this hour yesterday",
        "the mean rate of 5 minutes",
        "the mean rate of 15 minutes",
        "the mean rate of an hour"
    };

    private Guesses() {}

    /** Which of the different guesses one is. */
    static int kind(int i) {
        return i < KINDS ? i : i - KINDS + (i - KINDS < FORECAST ? 0 : 1);
    }

    static String name(int i) {
        return NAMES[kind(i)];
    }

    /**
     * The different guesses; negative for that of the forecast.
     *
     * @param looksBack leads for which the highest rate of late is looked back, but not more than three minutes, besides the lead
     */
    static double[] of(
            long now, Arrivals arrivals, Records records, Means means, long horizonMillis, double looksBack) {
        double level = arrivals.level();
        long hold = (long) Math.min(HOLD_MILLIS, looksBack * horizonMillis);
        double[] g = new double[KINDS];
        Arrays.fill(g, -1);
        g[PEAK] = arrivals.peak(now, horizonMillis + hold);
        g[1] = arrivals.peak(now, Math.max(LONG_MILLIS, horizonMillis + HOLD_MILLIS));
        g[GROWTH] = level + arrivals.growth(now, horizonMillis);
        g[4] = records.peak(now, HOURS_MILLIS);
        g[5] = records.peak(now, DAY_MILLIS);
        g[RATE] = level;
        g[7] = Math.max(level, records.yesterday(now, horizonMillis));
        for (int i = 8; i < KINDS; i++) {
            g[i] = means.of(i - 8, level);
        }
        return g;
    }
}
