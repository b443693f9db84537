package dev.headroom.cli.demo;

import java.time.Duration;
import java.time.LocalTime;

/**
 * A day of a shop in a few minutes: a quiet night, a busy noon, a sale that everybody knew of, and an evening.
 *
 * @param length how long the day takes
 * @param most requests a second at the height of the sale
 */
public record DemoDay(Duration length, double most) {

    private static final double[][] HOURS = {
        {0, 0.10},
        {5, 0.08},
        {8, 0.20},
        {11, 0.32},
        {13, 0.40},
        {14.9, 0.34},
        {15.2, 1.0},
        {16.6, 0.92},
        {17.2, 0.40},
        {19, 0.52},
        {21, 0.60},
        {22.5, 0.30},
        {24, 0.10}
    };

    /** Hour of the day at which the sale begins. */
    public static final double SALE = 15;
    /** Hour of the day at which it has ended. */
    public static final double SALE_ENDS = 17;

    private static final double DAY_HOURS = 24;

    /** Requests a second after so long; 0 after the end. */
    public double rate(Duration since) {
        double hour = hour(since);
        for (int i = 1; i < HOURS.length; i++) {
            if (hour < HOURS[i][0]) {
                double part = (hour - HOURS[i - 1][0]) / (HOURS[i][0] - HOURS[i - 1][0]);
                return most * (HOURS[i - 1][1] + part * (HOURS[i][1] - HOURS[i - 1][1]));
            }
        }
        return 0;
    }

    private double hour(Duration since) {
        return DAY_HOURS * since.toNanos() / length.toNanos();
    }

    /** How long after the begin an hour of the day is. */
    public Duration at(double hour) {
        return Duration.ofNanos(Math.round(length.toNanos() * hour / DAY_HOURS));
    }

    /** The clock of that day. */
    public LocalTime clock(Duration since) {
        return LocalTime.ofSecondOfDay(Math.min(86_399, Math.round(3600 * hour(since))));
    }
}
