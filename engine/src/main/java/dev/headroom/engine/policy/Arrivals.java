package dev.headroom.engine.policy;

import dev.headroom.engine.model.Window;

/**
 * The recent course of an arrival rate (or of any other load): its level, and means of buckets half the planning
 * horizon long, of which at most {@link #BUCKETS} are kept.
 *
 * <p>The level is an exponential mean over half a minute that jumps to a sample which lies further off than four mean
 * deviations: noise is smoothed, a step is not.
 *
 * @param level the present rate
 * @param deviation mean absolute deviation of samples from the level; −1 before the second sample
 * @param seenMillis time of the newest sample, epoch milliseconds
 * @param buckets means of complete buckets, at their begin
 * @param bucketStartMillis begin of the running bucket
 * @param bucketSum sum of the samples in it
 * @param bucketCount their number
 * @param swing root mean square of the changes over one horizon within the buckets; 0 until known
 */
public record Arrivals(
        double level,
        double deviation,
        long seenMillis,
        Window buckets,
        long bucketStartMillis,
        double bucketSum,
        int bucketCount,
        double swing) {

    /** Nothing has been seen. */
    public static final Arrivals NONE = new Arrivals(0, -1, Long.MIN_VALUE, Window.EMPTY, 0, 0, 0, 0);

    /** Buckets kept: 16 horizons. */
    static final int BUCKETS = 32;

    /** Where rates end, so that their squares are numbers. */
    private static final double MOST = 1e15;

    private static final double LEVEL_MILLIS = 30_000;
    private static final double DEVIATION_MILLIS = 300_000;
    private static final double JUMP = 4;

    /** With a sample; one that is not newer than the newest changes nothing. */
    Arrivals with(double sample, long at, long horizonMillis) {
        double value = Math.min(sample, MOST);
        if (at <= seenMillis) {
            return this;
        }
        if (seenMillis == Long.MIN_VALUE) {
            return new Arrivals(value, -1, at, Window.EMPTY, at, value, 1, 0);
        }
        double passed = at - seenMillis;
        double off = Math.abs(value - level);
        boolean jumps = deviation < 0 || off > JUMP * deviation;
        double l = jumps ? value : level + (1 - Math.exp(-passed / LEVEL_MILLIS)) * (value - level);
        // A jump tells of demand, not of noise: it widens what is taken for noise only a little.
        double d = deviation < 0
                ? off
                : deviation
                        + (1 - Math.exp(-passed / DEVIATION_MILLIS))
                                * (Math.min(off, JUMP * Math.max(deviation, 0.01 * value)) - deviation);
        long length = Math.max(1, horizonMillis / 2);
        if (at - bucketStartMillis < length) {
            return new Arrivals(l, d, at, buckets, bucketStartMillis, bucketSum + value, bucketCount + 1, swing);
        }
        Window full = buckets.with(bucketStartMillis, bucketSum / bucketCount, BUCKETS * length);
        return new Arrivals(l, d, at, full, at, value, 1, swing(full, horizonMillis));
    }

    private static double swing(Window w, long horizonMillis) {
        long[] t = w.millis();
        double[] v = w.values();
        double squares = 0;
        int n = 0;
        int from = 0;
        for (int i = 1; i < t.length; i++) {
            if (t[i] - t[from] < horizonMillis) {
                continue;
            }
            while (t[i] - t[from + 1] >= horizonMillis) {
                from++;
            }
            double change = v[i] - v[from];
            squares += change * change;
            n++;
        }
        return n < 4 ? 0 : Math.sqrt(squares / n);
    }

    /** The highest of the level, the running bucket and the buckets that began within {@code spanMillis} before {@code now}. */
    double peak(long now, long spanMillis) {
        double peak = Math.max(level, bucketCount == 0 ? 0 : bucketSum / bucketCount);
        long[] t = buckets.millis();
        double[] v = buckets.values();
        for (int i = t.length - 1; i >= 0 && t[i] > now - spanMillis; i--) {
            peak = Math.max(peak, v[i]);
        }
        return peak;
    }

    /**
     * What the rate will have grown by in one horizon if it goes on as it did: the growth over the last horizon, or half
     * that over the last two where this is less; at least 0.
     */
    double growth(long now, long horizonMillis) {
        double one = level - before(now - horizonMillis);
        double two = (level - before(now - 2 * horizonMillis)) / 2;
        double growth = Math.min(one, two);
        return growth > 0 ? growth : 0;
    }

    private double before(long at) {
        long[] t = buckets.millis();
        for (int i = t.length - 1; i >= 0; i--) {
            if (t[i] <= at) {
                return buckets.values()[i];
            }
        }
        return Double.NaN;
    }
}
