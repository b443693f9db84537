package dev.headroom.forecast;

import java.time.Duration;

/**
 * The cycles of a series, in steps.
 *
 * @param day steps of the daily cycle, at least 2; 0 when there is none
 * @param week steps of the weekly cycle, at least 2; 0 when there is none
 */
public record Seasons(int day, int week) {
    /** No cycle at all. */
    public static final Seasons NONE = new Seasons(0, 0);

    private static final double Z90 = 1.645;
    private static final double WEEKLY_GAIN = 0.05;
    private static final int FEW = 5;
    private static final double ALIKE = 0.5;
    private static final double CLEARLY = 0.2;

    double[] numbers() {
        return new double[] {day, week};
    }

    static Seasons of(double[] numbers) {
        if (numbers.length != 2) {
            throw new IllegalArgumentException("the seasons of a saved model are damaged; fit it again");
        }
        return new Seasons((int) numbers[0], (int) numbers[1]);
    }

    /** The longest cycle; 1 when there is none. */
    public int longest() {
        return Math.max(1, Math.max(day, week));
    }

    /** The shortest cycle; 1 when there is none. */
    public int shortest() {
        return day > 0 ? day : Math.max(1, week);
    }

    /**
     * Finds the cycles of a series. A day or a week counts when the series holds at least two of it, and either its
     * autocorrelation at that distance is above chance (the M4 competition's test at 90 %) or, since that test never passes on
     * few cycles, its cycles correlate by more than 0.5 and clearly more than those half a cycle apart; for the week, those of
     * what the daily profile leaves.
     *
     * @param series without gaps
     */
    public static Seasons of(Series series) {
        int day = steps(series.step(), Duration.ofDays(1));
        int week = steps(series.step(), Duration.ofDays(7));
        double[] y = Profiles.detrended(series.values());
        if (day > 0 && !present(y, day)) {
            day = 0;
        }
        double[] rest = day > 0 ? Profiles.without(y, day) : y;
        if (week > 0 && (!present(rest, week) || (day > 0 && explained(rest, week) < WEEKLY_GAIN))) {
            week = 0;
        }
        return new Seasons(day, week);
    }

    private static int steps(Duration step, Duration cycle) {
        long n = cycle.toMillis() / step.toMillis();
        return n >= 2 && n * step.toMillis() == cycle.toMillis() && n < 1_000_000 ? (int) n : 0;
    }

    private static boolean present(double[] y, int period) {
        if (y.length < 2 * period) {
            return false;
        }
        if (y.length < FEW * period) {
            double alike = alike(y, period);
            if (alike > ALIKE && alike > alike(y, period / 2) + CLEARLY) {
                return true;
            }
        }
        double squares = 0;
        double limit = 1;
        // Of long cycles every so many lags are enough for the limit.
        int stride = Math.max(1, period / 48);
        for (int lag = stride; lag < period; lag += stride) {
            double r = autocorrelation(y, lag);
            squares += r * r;
        }
        limit += 2 * squares;
        return autocorrelation(y, period) > Z90 * Math.sqrt(limit / y.length);
    }

    /** The correlation of the values with those so far before them. */
    private static double alike(double[] y, int lag) {
        int n = y.length - lag;
        double early = Profiles.mean(y, 0, n);
        double late = Profiles.mean(y, lag, y.length);
        double both = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < n; i++) {
            double a = y[i] - early;
            double b = y[i + lag] - late;
            both += a * b;
            first += a * a;
            second += b * b;
        }
        return first > 0 && second > 0 ? both / Math.sqrt(first * second) : 0;
    }

    private static double explained(double[] y, int period) {
        return Math.max(0, autocorrelation(y, period));
    }

    static double autocorrelation(double[] y, int lag) {
        double mean = Profiles.mean(y, 0, y.length);
        double at = 0;
        double all = 0;
        for (int i = 0; i < y.length; i++) {
            double d = y[i] - mean;
            all += d * d;
            if (i >= lag) {
                at += d * (y[i - lag] - mean);
            }
        }
        return all > 0 ? at / all : 0;
    }
}
