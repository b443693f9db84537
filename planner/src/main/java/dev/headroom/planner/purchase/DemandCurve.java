package dev.headroom.planner.purchase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Demand for capacity, hour by hour, over a period that repeats: a day, a week, a year. In whole instances, or in fractions
 * of a unit where what is not committed is metered.
 */
public final class DemandCurve {

    /** Hours of 20 years. */
    private static final int MOST_HOURS = 20 * 8760;

    private final double[] hours;

    private DemandCurve(double[] hours) {
        this.hours = hours;
    }

    /**
     * A curve.
     *
     * @param hours units needed in each hour, finite and not negative; at least one hour
     */
    public static DemandCurve of(double... hours) {
        if (hours.length == 0 || hours.length > MOST_HOURS) {
            throw new IllegalArgumentException("a demand curve has 1 to " + MOST_HOURS + " hours, not " + hours.length);
        }
        for (double h : hours) {
            if (!(h >= 0) || h > 10_000_000) {
                throw new IllegalArgumentException("a demand is from 0 to 10000000 units, not " + h);
            }
        }
        return new DemandCurve(hours.clone());
    }

    /** So many units for so many hours. */
    public record Block(double units, int hours) {}

    /** Blocks one after another. */
    public static DemandCurve of(List<Block> blocks) {
        List<Double> all = new ArrayList<>();
        for (Block b : blocks) {
            if (b.hours() < 1 || b.hours() > MOST_HOURS) {
                throw new IllegalArgumentException("a block has 1 to " + MOST_HOURS + " hours, not " + b.hours());
            }
            for (int i = 0; i < b.hours(); i++) {
                all.add(b.units());
            }
        }
        return of(all.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The same demand in every hour of the period. */
    public static DemandCurve constant(double units, int hours) {
        return of(List.of(new Block(units, hours)));
    }

    /** Length of the period. */
    public int hours() {
        return hours.length;
    }

    /** Demand in one hour of the period. */
    public double at(int hour) {
        return hours[hour];
    }

    /** The most. */
    public double peak() {
        return Arrays.stream(hours).max().orElse(0);
    }

    /** Unit-hours of the period. */
    public double total() {
        return Arrays.stream(hours).sum();
    }

    /** Mean demand. */
    public double mean() {
        return total() / hours.length;
    }

    /** Whether demand is in whole units in every hour. */
    public boolean isWhole() {
        return Arrays.stream(hours).allMatch(h -> h == Math.rint(h));
    }
}
