package dev.headroom.forecast.anomaly;

import java.util.Arrays;

/**
 * Finds what is unusual in a metric whose level, daily cycle and noise it learns as it goes.
 *
 * <p>Each sample is compared with what was expected of it: three predictions (a fast level, a slow level, what was seen
 * at this time of day), weighted by how well each did of late. Five statistics come of it, and of each is learnt how rare
 * its value is ({@link Rarity}):
 *
 * <ol>
 *   <li>the residual over its usual size: a spike;
 *   <li>the mean of about three residuals, and that of about twenty: a shift;
 *   <li>the mean rarity of about ten residuals: more noise, or less, than usual; the idea of Numenta's anomaly likelihood;
 *   <li>the distance from the slow level: a value far out, however it got there.
 * </ol>
 *
 * A value clearly outside the range of all before it counts as rare too, whatever their distribution. The rarest of these
 * decides. Who was told once is not told again at once: after a sample has been reported, only a rarer one is, and the
 * bar sinks back by four decades within {@value #REST} samples.
 *
 * <p>The score is a tenth of the rarity in decades, 1 at most: 0.3 is what happens once in 1 000 samples, 1
 * once in 10^10 or less. From 0.28 on it is worth a look. All that it keeps is little more than a thousand numbers. The constants were
 * chosen on Numenta's labelled series; docs/concepts/anomalies.md says how, and how well it does on series that they were
 * not chosen on.
 */
public final class SurpriseDetector implements AnomalyDetector {

    /** Score from which a sample is worth a person's look: once in about 600 samples. */
    public static final double NOTABLE = 0.28;

    static final int REST = 75;
    private static final double REST_DECADES = 4;
    private static final double RAISE = 1.1;
    private static final int LEARNING = 50;
    private static final double MEMORY = 4_000;
    private static final double RANGE_MEMORY = 20_000;
    private static final double DECADES = 10;

    private static final long DAY_MILLIS = 86_400_000;
    private static final int SLOTS = 96;
    private static final double FAST = 0.2;
    private static final double SLOW_SAMPLES = 200;
    private static final double DAY = 0.1;
    private static final double ERROR_SAMPLES = 100;
    private static final double SCALE_SAMPLES = 50;
    /** Noise smaller than this share of the range is none. */
    private static final double FLOOR = 0.005;

    private static final double TINY = 1e-250;
    /** What is larger counts as this, so that no difference overflows. */
    private static final double HUGE = 1e150;

    private static final double SHIFT = 1 / 3.0;
    private static final double SLOW_SHIFT = 1 / 20.0;
    private static final double SHIFT_LIMIT = 4;
    private static final double ACTIVITY = 0.1;
    private static final double ACTIVITY_LIMIT = 4;
    private static final double SPIKE_WEIGHT = 0.8;
    private static final double OUTSIDE = 0.05;
    private static final double OUTSIDE_DECADES = 5;

    private final Rarity residuals = new Rarity(MEMORY);
    private final Rarity shifts = new Rarity(MEMORY);
    private final Rarity slowShifts = new Rarity(MEMORY);
    private final Rarity activities = new Rarity(MEMORY);
    private final Rarity distances = new Rarity(MEMORY);
    private final double[] day = new double[SLOTS];
    private final int[] dayCount = new int[SLOTS];
    private final double[] predictions = new double[3];
    private final double[] errors = new double[3];
    private long count;
    private double fast;
    private double slow;
    private double least;
    private double most;
    private double scale;
    private double shift;
    private double slowShift;
    private double activity;
    private double bar;

    @Override
    public double score(long epochMillis, double sample) {
        if (!Double.isFinite(sample)) {
            return 0;
        }
        double value = Math.clamp(sample, -HUGE, HUGE);
        int slot = (int) (Math.floorMod(epochMillis, DAY_MILLIS) * SLOTS / DAY_MILLIS);
        count++;
        if (count == 1) {
            fast = slow = least = most = day[slot] = value;
            dayCount[slot] = 1;
            return 0;
        }
        double range = most - least;
        double floor = Math.max(FLOOR * range, Math.max(1e-9 * Math.max(Math.abs(least), Math.abs(most)), TINY));
        double size = Math.max(scale, floor);
        double residual = value - expected(slot, floor);
        double z = residual / size;
        double limited = Math.clamp(z, -SHIFT_LIMIT, SHIFT_LIMIT);
        shift += SHIFT * (limited - shift);
        slowShift += SLOW_SHIFT * (limited - slowShift);
        boolean learning = count <= LEARNING;
        double spike = learning ? 0 : residuals.decades(Math.abs(z));
        activity += ACTIVITY * (Math.min(spike, ACTIVITY_LIMIT) - activity);
        double distance = Math.abs(value - slow) / floor;
        double rarest = learning ? 0 : rarest(value, spike, distance, range);
        residuals.add(Math.abs(z));
        shifts.add(Math.abs(shift));
        slowShifts.add(Math.abs(slowShift));
        activities.add(activity);
        distances.add(distance);
        learn(slot, value, residual, size, floor);
        return Math.min(1, told(rarest) / DECADES);
    }

    private double rarest(double value, double spike, double distance, double range) {
        double rarest = SPIKE_WEIGHT * spike;
        rarest = Math.max(rarest, shifts.decades(Math.abs(shift)));
        rarest = Math.max(rarest, slowShifts.decades(Math.abs(slowShift)));
        rarest = Math.max(rarest, activities.decades(activity));
        rarest = Math.max(rarest, distances.decades(distance));
        double outside = range > 0 ? Math.max(value - most, least - value) / range : 0;
        return outside > OUTSIDE ? Math.max(rarest, OUTSIDE_DECADES + outside) : rarest;
    }

    /** The predictions, each weighted by the inverse of its error cubed. */
    private double expected(int slot, double floor) {
        predictions[0] = fast;
        predictions[1] = slow;
        predictions[2] = dayCount[slot] >= 2 ? day[slot] : slow;
        double best = Arrays.stream(errors).min().orElse(0) + floor * 1e-6;
        double weights = 0;
        double sum = 0;
        for (int i = 0; i < predictions.length; i++) {
            double better = best / (errors[i] + floor * 1e-6);
            double weight = better * better * better;
            weights += weight;
            sum += weight * predictions[i];
        }
        return sum / weights;
    }

    private void learn(int slot, double value, double residual, double size, double floor) {
        most += (slow - most) / RANGE_MEMORY;
        least += (slow - least) / RANGE_MEMORY;
        most = Math.max(most, value);
        least = Math.min(least, value);
        for (int i = 0; i < errors.length; i++) {
            double error = Math.min(Math.abs(value - predictions[i]), 10 * size + floor);
            errors[i] += (error - errors[i]) / Math.min((double) count, ERROR_SAMPLES);
        }
        scale += (Math.min(Math.abs(residual), 8 * size) - scale) / Math.min((double) count, SCALE_SAMPLES);
        if (count < 10) {
            scale = Math.max(scale, Math.abs(residual));
        }
        fast += FAST * (value - fast);
        slow += (value - slow) / Math.min((double) count, SLOW_SAMPLES);
        dayCount[slot] = Math.min(dayCount[slot] + 1, Integer.MAX_VALUE - 1);
        day[slot] += Math.max(1.0 / dayCount[slot], DAY) * (value - day[slot]);
    }

    private double told(double rarest) {
        bar = Math.max(0, bar - REST_DECADES / REST);
        if (rarest <= bar) {
            return 0;
        }
        bar = RAISE * rarest;
        return rarest;
    }
}
