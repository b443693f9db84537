package dev.headroom.simulator.traffic;

import java.util.Arrays;

/** A straight line through weekly sums, as a factor that is 1 in the middle of the history. */
final class Trend {
    private static final int LEAST_DAYS = 28;

    /** Standard errors that the slope must be from 0: with four weeks, chance comes so far once in twenty times. */
    private static final double CERTAIN = 4.3;

    private static final double LEAST = 0.05;

    private final double middleMillis;
    private final double perMilli;

    private Trend(double middleMillis, double perMilli) {
        this.middleMillis = middleMillis;
        this.perMilli = perMilli;
    }

    static Trend of(double[] counts, Grid grid) {
        double middle = grid.startMillis() + grid.stepMillis() * counts.length / 2.0;
        int perDay = (int) Math.max(1, Grid.DAY / grid.stepMillis());
        int days = counts.length / perDay / 7 * 7; // whole weeks: a weekend at the end is no decline
        if (days < LEAST_DAYS) {
            return new Trend(middle, 0);
        }
        double[] mean = new double[days / 7];
        double all = 0;
        for (int w = 0; w < mean.length; w++) {
            mean[w] =
                    Arrays.stream(counts, w * 7 * perDay, (w + 1) * 7 * perDay).sum();
            all += mean[w] / mean.length;
        }
        double xx = 0;
        double xy = 0;
        double centre = (mean.length - 1) / 2.0;
        for (int w = 0; w < mean.length; w++) {
            xx += (w - centre) * (w - centre);
            xy += (w - centre) * (mean[w] / all - 1);
        }
        double slope = xy / xx;
        double left = 0;
        for (int w = 0; w < mean.length; w++) {
            double e = mean[w] / all - 1 - slope * (w - centre);
            left += e * e;
        }
        double error = Math.sqrt(left / Math.max(1, mean.length - 2) / xx);
        return new Trend(middle, Math.abs(slope) > CERTAIN * error ? slope / (7 * Grid.DAY) : 0);
    }

    /** The factor in the middle of a step. */
    double at(Grid grid, int step) {
        double t = grid.startMillis() + (step + 0.5) * grid.stepMillis();
        return Math.max(LEAST, 1 + perMilli * (t - middleMillis));
    }

    double growthPerWeek() {
        return perMilli * 7 * Grid.DAY;
    }
}
