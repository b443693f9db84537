package dev.headroom.forecast;

import org.jspecify.annotations.Nullable;

/**
 * What the near future is told from, at a time t for h steps later: the change of the typical day and of the typical week
 * from t to t + h, the same change in proportion to how today compares with the typical day, how far the level is from
 * them, the last step, and how the levels of different speed lie to each other. All of them are 0 when nothing moves.
 */
final class NearTermFeatures {

    static final double FAST = 0.3;
    static final double SLOW = 0.05;
    private static final int LEVELS = 3;
    private static final int OF_DAY = 3;
    private static final int OF_WEEK = 2;

    private final double[] y;
    private final double[] days;
    private final double[] weeks;
    private final int day;
    private final int week;
    private final double[] fast;
    private final double[] slow;

    /**
     * Of a history.
     *
     * @param days what is typical of each step and of a day more; empty without a daily cycle
     * @param weeks the same of the week
     * @param day steps of a day, 0 without
     * @param week steps of a week, 0 without
     */
    NearTermFeatures(double[] y, double[] days, double[] weeks, int day, int week) {
        this.y = y;
        this.days = days;
        this.weeks = weeks;
        this.day = day;
        this.week = week;
        this.fast = means(y, FAST);
        this.slow = means(y, SLOW);
    }

    private static double[] means(double[] y, double weight) {
        double[] m = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            m[i] = i == 0 ? y[0] : m[i - 1] + Math.max(weight, 1.0 / (i + 1)) * (y[i] - m[i - 1]);
        }
        return m;
    }

    static int count(boolean day, boolean week) {
        return LEVELS + (day ? OF_DAY : 0) + (week ? OF_WEEK : 0);
    }

    int count() {
        return count(day > 0, week > 0);
    }

    /** The smoothed level at a time. */
    double level(int t) {
        return Math.abs(fast[t]);
    }

    /** How much is going on at a time. */
    double unrest(int t) {
        return unrest(y[t], fast[t], slow[t]);
    }

    static double unrest(double now, double fast, double slow) {
        return Math.abs(now - fast) + Math.abs(fast - slow);
    }

    void of(int t, int h, double[] into) {
        fill(
                into,
                y[t],
                t == 0 ? y[t] : y[t - 1],
                fast[t],
                slow[t],
                day > 0 ? new double[] {days[t], days[t + h]} : null,
                week > 0 ? new double[] {weeks[t], weeks[t + h]} : null);
    }

    /**
     * The features from what they are made of.
     *
     * @param day what is typical of the day now and h steps later; null without a daily cycle
     * @param week the same of the week
     */
    static void fill(
            double[] into,
            double now,
            double before,
            double fast,
            double slow,
            double @Nullable [] day,
            double @Nullable [] week) {
        into[0] = now - before;
        into[1] = fast - now;
        into[2] = slow - fast;
        int i = LEVELS;
        if (day != null) {
            double change = day[1] - day[0];
            double ratio = day[0] > 0 ? Math.clamp(fast / day[0], 0.25, 4) : 1;
            into[i++] = change;
            into[i++] = change * (ratio - 1);
            into[i++] = day[0] - fast;
        }
        if (week != null) {
            into[i++] = week[1] - week[0];
            into[i] = week[0] - fast;
        }
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
