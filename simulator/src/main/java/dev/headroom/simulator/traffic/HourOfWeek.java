package dev.headroom.simulator.traffic;

/**
 * A mean for each hour of the week, or of the day where there is less than a week to learn from, by the clock on the wall;
 * straight between the middles of hours.
 */
final class HourOfWeek {
    private static final long HOUR = 3_600_000;
    private static final int DAY_HOURS = 24;
    private static final int WEEK_HOURS = 168;

    private final double[] mean;

    private HourOfWeek(double[] mean) {
        this.mean = mean;
    }

    /** Learns the means of values at times on the wall. Hours never seen have the mean of their neighbours in time. */
    static HourOfWeek of(double[] values, long[] wall) {
        long span = wall[wall.length - 1] - wall[0];
        int hours = span >= 6.5 * Grid.DAY ? WEEK_HOURS : span >= 0.9 * Grid.DAY ? DAY_HOURS : 1;
        double[] sum = new double[hours];
        int[] seen = new int[hours];
        for (int i = 0; i < values.length; i++) {
            int h = Math.floorMod(Math.floorDiv(wall[i], HOUR), hours);
            sum[h] += values[i];
            seen[h]++;
        }
        double[] mean = new double[hours];
        for (int h = 0; h < hours; h++) {
            int before = h;
            int after = h;
            while (seen[Math.floorMod(before, hours)] == 0) {
                before--;
            }
            while (seen[after % hours] == 0) {
                after++;
            }
            double a = sum[Math.floorMod(before, hours)] / seen[Math.floorMod(before, hours)];
            double b = sum[after % hours] / seen[after % hours];
            mean[h] = before == after ? a : a + (b - a) * (h - before) / (after - before);
        }
        return new HourOfWeek(mean);
    }

    /** The mean at a time on the wall. */
    double at(long wall) {
        double place = (double) (wall - HOUR / 2) / HOUR;
        double below = Math.floor(place);
        double part = place - below;
        int h = (int) Math.floorMod((long) below, (long) mean.length);
        return mean[h] * (1 - part) + mean[(h + 1) % mean.length] * part;
    }
}
