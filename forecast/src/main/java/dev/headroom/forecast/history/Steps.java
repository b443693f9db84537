package dev.headroom.forecast.history;

import java.util.Arrays;

/** Distances between times. */
public final class Steps {
    private static final long[] NICE = {
        100,
        1_000,
        5_000,
        10_000,
        15_000,
        30_000,
        60_000,
        120_000,
        300_000,
        600_000,
        900_000,
        1_800_000,
        3_600_000,
        7_200_000,
        21_600_000,
        43_200_000,
        86_400_000
    };

    private Steps() {}

    /** The most common distance between the first {@code size} of ascending times, of which there are at least two. */
    public static long common(long[] times, int size) {
        long[] steps = new long[size - 1];
        for (int i = 1; i < size; i++) {
            steps[i - 1] = times[i] - times[i - 1];
        }
        Arrays.sort(steps);
        long best = steps[0];
        int most = 0;
        for (int i = 0; i < steps.length; ) {
            int j = i;
            while (j < steps.length && steps[j] == steps[i]) {
                j++;
            }
            if (j - i > most) {
                most = j - i;
                best = steps[i];
            }
            i = j;
        }
        return best;
    }

    /** The share of distances that are a whole multiple of {@code step}, give or take {@code tolerance} of it. */
    static double regularity(long[] times, long step, double tolerance) {
        if (times.length < 2 || step <= 0) {
            return 0;
        }
        int regular = 0;
        for (int i = 1; i < times.length; i++) {
            long d = times[i] - times[i - 1];
            long whole = Math.round(d / (double) step);
            regular += whole >= 1 && Math.abs(d - whole * step) <= tolerance * step ? 1 : 0;
        }
        return regular / (double) (times.length - 1);
    }

    /** The median distance. */
    static long median(long[] times) {
        long[] steps = new long[times.length - 1];
        for (int i = 1; i < times.length; i++) {
            steps[i - 1] = times[i] - times[i - 1];
        }
        Arrays.sort(steps);
        return steps[steps.length / 2];
    }

    /** The shortest length people use for steps that is at least {@code least} milliseconds; a day at the most. */
    public static long nice(long least) {
        for (long step : NICE) {
            if (step >= least) {
                return step;
            }
        }
        return NICE[NICE.length - 1];
    }
}
