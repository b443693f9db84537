package dev.headroom.forecast;

import java.util.Arrays;

/**
 * A series taken apart into level, day and week: profiles of the cycles in which later cycles count more, and what they leave.
 *
 * <p>In turns, as MSTL does it (K. Bandara, R. J. Hyndman, C. Bergmeir, "MSTL", 2021), with weighted means of each phase in
 * place of local regressions: the trend is a centred moving average over the longest cycle, the day's profile comes from what is
 * left without the week's, the week's without the day's.
 *
 * @param seasons the cycles
 * @param day profile of the day at its last occurrence, by phase from the first step; of length 1 and 0 when there is none
 * @param week the same of the week
 * @param rest values without seasons, one a step
 */
record Decomposition(Seasons seasons, double[] day, double[] week, double[] rest) {
    private static final int TURNS = 3;
    /** How much an earlier cycle counts beside the next one. */
    private static final double DAILY_FADE = 0.93;

    private static final double WEEKLY_FADE = 0.75;

    static Decomposition of(double[] z, Seasons seasons) {
        double[] trend = trend(z, seasons.longest());
        double[] left = new double[z.length];
        double[] day = new double[Math.max(1, seasons.day())];
        double[] week = new double[Math.max(1, seasons.week())];
        for (int turn = 0; turn < TURNS; turn++) {
            if (seasons.day() > 0) {
                for (int i = 0; i < z.length; i++) {
                    left[i] = z[i] - trend[i] - week[i % week.length];
                }
                day = profile(left, day.length, DAILY_FADE);
            }
            if (seasons.week() > 0) {
                for (int i = 0; i < z.length; i++) {
                    left[i] = z[i] - trend[i] - day[i % day.length];
                }
                week = profile(left, week.length, WEEKLY_FADE);
            }
        }
        double[] rest = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            rest[i] = z[i] - day[i % day.length] - week[i % week.length];
        }
        return new Decomposition(seasons, day, week, rest);
    }

    private static double[] trend(double[] z, int period) {
        double[] trend = Profiles.centred(z, period);
        int first = 0;
        while (first < z.length && Double.isNaN(trend[first])) {
            first++;
        }
        if (first == z.length) {
            double mean = Profiles.mean(z, 0, z.length);
            Arrays.fill(trend, mean);
            return trend;
        }
        int last = z.length - 1;
        while (Double.isNaN(trend[last])) {
            last--;
        }
        for (int i = 0; i < z.length; i++) {
            trend[i] = i < first ? trend[first] : i > last ? trend[last] : trend[i];
        }
        return trend;
    }

    private static double[] profile(double[] left, int period, double fade) {
        double[] sum = new double[period];
        double[] weight = new double[period];
        double w = 1;
        for (int i = left.length - 1; i >= 0; i--) {
            int back = left.length - 1 - i;
            w = back > 0 && back % period == 0 ? w * fade : w;
            sum[i % period] += w * left[i];
            weight[i % period] += w;
        }
        double mean = 0;
        for (int p = 0; p < period; p++) {
            sum[p] = weight[p] > 0 ? sum[p] / weight[p] : 0;
            mean += sum[p] / period;
        }
        for (int p = 0; p < period; p++) {
            sum[p] -= mean;
        }
        return sum;
    }

    /** The seasons of a step, which may lie after the end. */
    double season(int i) {
        return day[i % day.length] + week[i % week.length];
    }
}
