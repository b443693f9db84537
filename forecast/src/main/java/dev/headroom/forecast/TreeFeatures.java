package dev.headroom.forecast;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * What the trees see of a step: hour of the day and its sine and cosine, weekday, weekend, month, the values of an hour, a day and a
 * week before and of the day and hour before, and the mean of the last day; values less the mean of the last week, since trees cannot go beyond
 * what they have seen.
 *
 * <p>The calendar is that of UTC: within one zone others are a shift of it, but for the hour of daylight saving.
 */
final class TreeFeatures {
    static final int COUNT = 11;
    private static final int DAYS = 7;

    private final double[] x;
    private final Series series;
    private final int hour;
    private final int day;
    private final int week;
    private final double[] sums;
    private int known;

    /**
     * Of scaled values.
     *
     * @param series whose times count
     * @param z its scaled values
     * @param horizon steps that will be appended
     */
    TreeFeatures(Series series, double[] z, int horizon) {
        this.series = series;
        x = new double[z.length + horizon];
        sums = new double[x.length + 1];
        hour = steps(series, Duration.ofHours(1));
        day = steps(series, Duration.ofDays(1));
        week = DAYS * day;
        for (double v : z) {
            append(v);
        }
    }

    private static int steps(Series series, Duration span) {
        return Math.clamp(span.toMillis() / series.step().toMillis(), 1, 1_000_000);
    }

    /** Steps before the first that has every feature. */
    int first() {
        return week;
    }

    void append(double v) {
        x[known] = v;
        sums[known + 1] = sums[known] + v;
        known++;
    }

    /** The mean of the week before a step, or of what there is of it. */
    double level(int at) {
        return mean(at, week);
    }

    private double mean(int at, int span) {
        int from = Math.max(0, at - span);
        return at > from ? (sums[at] - sums[from]) / (at - from) : 0;
    }

    private double lag(int at, int steps) {
        return x[Math.max(0, at - steps)];
    }

    /** Fills in the features of a step, all before which is known. */
    void fill(int at, double[] row) {
        ZonedDateTime time = series.time(at).atZone(ZoneOffset.UTC);
        double ofDay = time.toLocalTime().toSecondOfDay() / 86_400.0;
        double level = level(at);
        int weekday = time.getDayOfWeek().getValue();
        row[0] = 24 * ofDay;
        row[1] = Math.sin(2 * Math.PI * ofDay);
        row[2] = Math.cos(2 * Math.PI * ofDay);
        row[3] = weekday;
        row[4] = weekday >= 6 ? 1 : 0;
        row[5] = time.getMonthValue();
        row[6] = lag(at, hour) - level;
        row[7] = lag(at, day) - level;
        row[8] = lag(at, week) - level;
        row[9] = mean(at, day) - level;
        row[10] = lag(at, Math.min(day + hour, week)) - level;
    }
}
