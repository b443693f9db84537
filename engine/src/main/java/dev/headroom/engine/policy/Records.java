package dev.headroom.engine.policy;

import dev.headroom.engine.model.Window;

/**
 * The highest values of each quarter of an hour of the last day.
 *
 * @param maxima of quarters that have ended, at their begin; at most {@value #SLOTS}
 * @param slotMillis begin of the running quarter, epoch milliseconds; {@link Long#MIN_VALUE} before the first value
 * @param highest value of the running quarter
 */
public record Records(Window maxima, long slotMillis, double highest) {

    /** Nothing has been seen. */
    public static final Records NONE = new Records(Window.EMPTY, Long.MIN_VALUE, 0);

    static final int SLOTS = 98;

    private static final long SLOT_MILLIS = 900_000;

    private static final long DAY_MILLIS = 86_400_000;

    /** With a value; one that is older than the running quarter counts as of it. */
    Records with(double value, long at) {
        long slot = Math.floorDiv(at, SLOT_MILLIS) * SLOT_MILLIS;
        if (slot <= slotMillis) {
            return value > highest ? new Records(maxima, slotMillis, value) : this;
        }
        Window ended = slotMillis == Long.MIN_VALUE ? maxima : maxima.with(slotMillis, highest, SLOTS * SLOT_MILLIS);
        return new Records(ended, slot, value);
    }

    /** The highest value of the quarters that touch the last {@code spanMillis}. */
    double peak(long now, long spanMillis) {
        double peak = highest;
        long[] t = maxima.millis();
        double[] v = maxima.values();
        for (int i = t.length - 1; i >= 0 && t[i] > now - spanMillis - SLOT_MILLIS; i--) {
            peak = Math.max(peak, v[i]);
        }
        return peak;
    }

    /** The highest value of the quarters that touch this time yesterday and the {@code spanMillis} after it; 0 if there is none. */
    double yesterday(long now, long spanMillis) {
        long from = now - DAY_MILLIS;
        double peak = 0;
        long[] t = maxima.millis();
        double[] v = maxima.values();
        for (int i = 0; i < t.length && t[i] <= from + spanMillis; i++) {
            if (t[i] > from - SLOT_MILLIS) {
                peak = Math.max(peak, v[i]);
            }
        }
        return peak;
    }
}
