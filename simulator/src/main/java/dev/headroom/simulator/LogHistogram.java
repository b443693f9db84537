package dev.headroom.simulator;

/**
 * Weights over times in seconds: zero, and 64 bins an octave from 1 µs to 34 years, so that a value read back is within
 * 0.8 % of what was put in. The bin comes straight from the bits of the double.
 */
final class LogHistogram {
    private static final int SUB_BITS = 6;
    private static final int LOW_EXPONENT = -20;
    private static final int OCTAVES = 50;
    /** Number of bins, the one for zero included. */
    static final int BINS = (OCTAVES << SUB_BITS) + 1;

    private static final int OFFSET = (1023 + LOW_EXPONENT) << SUB_BITS;
    private static final double[] MIDDLES = middles();

    private final double[] weights = new double[BINS];
    private int low = BINS;
    private int lowAboveZero = BINS;
    private int high = -1;
    private double total;

    private static double[] middles() {
        double[] m = new double[BINS];
        for (int i = 1; i < BINS; i++) {
            m[i] = (edge(i) + edge(i + 1)) / 2;
        }
        return m;
    }

    /** Lower edge of a bin in seconds. */
    static double edge(int bin) {
        return bin == 0 ? 0 : Double.longBitsToDouble((long) (bin - 1 + OFFSET) << (52 - SUB_BITS));
    }

    /** The bin of a value; what is outside the range goes to the nearest bin. */
    static int bin(double seconds) {
        int i = (int) (Double.doubleToRawLongBits(seconds) >> (52 - SUB_BITS)) - OFFSET + 1;
        return i < 1 ? 0 : Math.min(i, BINS - 1);
    }

    /** The value that stands for a bin. */
    static double middle(int bin) {
        return MIDDLES[bin];
    }

    /** Adds a weight at a value, which is not negative. */
    void add(double seconds, double weight) {
        int i = bin(seconds);
        weights[i] += weight;
        total += weight;
        if (i < low) {
            low = i;
        }
        if (i > 0 && i < lowAboveZero) {
            lowAboveZero = i;
        }
        if (i > high) {
            high = i;
        }
    }

    /** Adds all of another histogram. */
    void add(LogHistogram o) {
        for (int i = o.low; i <= o.high; i++) {
            weights[i] += o.weights[i];
        }
        total += o.total;
        low = Math.min(low, o.low);
        lowAboveZero = Math.min(lowAboveZero, o.lowAboveZero);
        high = Math.max(high, o.high);
    }

    /** Forgets everything. */
    void clear() {
        for (int i = low; i <= high; i++) {
            weights[i] = 0;
        }
        low = BINS;
        lowAboveZero = BINS;
        high = -1;
        total = 0;
    }

    double total() {
        return total;
    }

    double weight(int bin) {
        return weights[bin];
    }

    /** Lowest bin used; above {@link #high()} when empty. */
    int low() {
        return low;
    }

    /** Lowest bin used other than the one for zero; {@link #BINS} when none is. */
    int lowAboveZero() {
        return lowAboveZero;
    }

    /** Highest bin used. */
    int high() {
        return high;
    }

    /** The value below which a share of the weight lies, interpolated within its bin; NaN when empty. */
    double quantile(double p) {
        if (total <= 0) {
            return Double.NaN;
        }
        double want = p * total;
        double sum = 0;
        for (int i = low; i <= high; i++) {
            double w = weights[i];
            if (w > 0 && sum + w >= want) {
                return edge(i)
                        + (edge(i + 1) - edge(i)) * Math.min(1, Math.max(0, (want - sum) / w)) * (i == 0 ? 0 : 1);
            }
            sum += w;
        }
        return edge(high + 1);
    }
}
