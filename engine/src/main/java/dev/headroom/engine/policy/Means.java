package dev.headroom.engine.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Means of a rate over the last 5, 15 and 60 minutes, weighted exponentially; over less while less has been seen.
 *
 * @param sums of values times the spans they stand for, from the shortest mean to the longest; empty before the second value
 * @param spans their sums, in units of the time that a mean is over; at most 1
 */
public record Means(List<Double> sums, List<Double> spans) {

    /** Nothing has been seen. */
    public static final Means NONE = new Means(List.of(), List.of());

    private static final double[] MILLIS = {300_000, 900_000, 3_600_000};

    public Means {
        sums = List.copyOf(sums);
        spans = List.copyOf(spans);
    }

    /**
     * With a value.
     *
     * @param passedMillis since the one before; 0 where there was none
     */
    Means with(double value, double passedMillis) {
        if (!(passedMillis > 0)) {
            return this;
        }
        List<Double> s = new ArrayList<>(MILLIS.length);
        List<Double> n = new ArrayList<>(MILLIS.length);
        for (int i = 0; i < MILLIS.length; i++) {
            double keep = Math.exp(-passedMillis / MILLIS[i]);
            s.add((sums.isEmpty() ? 0 : sums.get(i) * keep) + value * (1 - keep));
            n.add((spans.isEmpty() ? 0 : spans.get(i) * keep) + 1 - keep);
        }
        return new Means(s, n);
    }

    /**
     * One of them, or else what is given where there is none yet.
     *
     * @param i 0 for that of 5 minutes, 1 of 15, 2 of 60
     */
    double of(int i, double otherwise) {
        return spans.isEmpty() ? otherwise : sums.get(i) / spans.get(i);
    }
}
