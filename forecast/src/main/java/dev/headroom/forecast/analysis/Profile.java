package dev.headroom.forecast.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The day and the week in the means of all days, events included.
 *
 * @param hours requests per second by hour of the day on the wall, 24; NaN for hours never seen
 * @param week requests per second by hour of the week from Monday 00:00 on, 168; NaN for hours never seen
 * @param peakHour the hour with the highest mean
 * @param peakToMean the mean of that hour ÷ the mean of all hours
 * @param primeHours hours of the day above 1.3 × the mean, ascending
 * @param primeShare share of the traffic that comes in them, in [0, 1]
 * @param predictability 1 − the coefficient of variation of the peak hour over the days, not below 0
 * @param ordinaryPredictability the same of the days on which that hour is part of no event
 * @param dailyStrength share of the variance of ordinary hours that the hour of the day explains, in [0, 1]
 * @param weeklyStrength the same of the hour of the week; NaN below two weeks
 */
public record Profile(
        double[] hours,
        double[] week,
        int peakHour,
        double peakToMean,
        List<Integer> primeHours,
        double primeShare,
        double predictability,
        double ordinaryPredictability,
        double dailyStrength,
        double weeklyStrength) {
    /** How far above the mean prime time is. */
    public static final double PRIME = 1.3;

    public Profile {
        primeHours = List.copyOf(primeHours);
    }

    /** Hours of prime time as stretches: begin, and end after the last hour (24 for midnight; beyond it over midnight). */
    public List<int[]> primeTimes() {
        return stretches(primeHours);
    }

    /** Hours of the day as stretches over midnight. */
    static List<int[]> stretches(List<Integer> hours) {
        List<int[]> out = new ArrayList<>();
        for (int h : hours) {
            int before = (h + 23) % 24;
            if (hours.contains(before) && hours.size() < 24) {
                continue;
            }
            int end = h + 1;
            while (end < h + 24 && hours.contains(end % 24)) {
                end++;
            }
            out.add(new int[] {h, end});
            if (hours.size() == 24) {
                break;
            }
        }
        return out;
    }

    /**
     * Of requests by step.
     *
     * @param ordinary whether a step is part of no event
     */
    static Profile of(Calendar c, double[] x, double[] level, boolean[] ordinary) {
        double seconds = c.stepSeconds();
        double[] hours = means(c, x, 24, false);
        double[] week = means(c, x, 168, true);
        scale(hours, 1 / seconds);
        scale(week, 1 / seconds);
        double mean = Robust.mean(hours);
        int peak = 0;
        double prime = 0;
        double all = 0;
        List<Integer> primeHours = new ArrayList<>();
        for (int h = 0; h < 24; h++) {
            peak = hours[h] > hours[peak] || Double.isNaN(hours[peak]) ? h : peak;
            if (hours[h] > PRIME * mean) {
                primeHours.add(h);
                prime += hours[h];
            }
            all += Double.isNaN(hours[h]) ? 0 : hours[h];
        }
        double[] peaks = new double[x.length];
        Arrays.fill(peaks, Double.NaN);
        for (int i = 0; i < x.length; i++) {
            peaks[i] = c.hour(i) == peak ? x[i] : Double.NaN;
        }
        double[] calm = peaks.clone();
        for (int i = 0; i < x.length; i++) {
            calm[i] = ordinary[i] ? peaks[i] : Double.NaN;
        }
        return new Profile(
                hours,
                week,
                peak,
                hours[peak] / mean,
                primeHours,
                all > 0 ? prime / all : 0,
                predictability(peaks),
                predictability(calm),
                strength(c, x, level, ordinary, 24, false),
                c.span() < 14 ? Double.NaN : strength(c, x, level, ordinary, 168, true));
    }

    private static double predictability(double[] peaks) {
        double variation = Robust.deviation(peaks) / Robust.mean(peaks);
        return Double.isNaN(variation) ? Double.NaN : Math.max(0, 1 - variation);
    }

    private static int key(Calendar c, int i, boolean weekly) {
        return c.hour(i) + (weekly ? 24 * c.weekday(i) : 0);
    }

    private static double[] means(Calendar c, double[] x, int keys, boolean weekly) {
        double[] sum = new double[keys];
        int[] n = new int[keys];
        for (int i = 0; i < x.length; i++) {
            if (!Double.isNaN(x[i])) {
                sum[key(c, i, weekly)] += x[i];
                n[key(c, i, weekly)]++;
            }
        }
        for (int k = 0; k < keys; k++) {
            sum[k] = n[k] == 0 ? Double.NaN : sum[k] / n[k];
        }
        return sum;
    }

    private static void scale(double[] v, double by) {
        for (int i = 0; i < v.length; i++) {
            v[i] *= by;
        }
    }

    /** 1 − variance of what is left ÷ variance, of the traffic ÷ its level; adjusted for the number of means. */
    private static double strength(
            Calendar c, double[] x, double[] level, boolean[] ordinary, int keys, boolean weekly) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = ordinary[i] && level[i] > 0 ? x[i] / level[i] : Double.NaN;
        }
        double[] mean = means(c, y, keys, weekly);
        double[] rest = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            rest[i] = y[i] - mean[key(c, i, weekly)];
        }
        int n = Robust.known(y).length;
        int used = Robust.known(mean).length;
        double whole = Robust.deviation(y);
        double left = Robust.deviation(rest);
        if (n <= used || !(whole > 0)) {
            return 0;
        }
        return Math.max(0, 1 - left * left * (n - 1) / ((n - used) * whole * whole));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Profile p
                && Arrays.equals(hours, p.hours)
                && Arrays.equals(week, p.week)
                && primeHours.equals(p.primeHours);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hours);
    }

    @Override
    public String toString() {
        return "Profile[peak " + peakHour + ":00, prime " + primeHours + "]";
    }
}
