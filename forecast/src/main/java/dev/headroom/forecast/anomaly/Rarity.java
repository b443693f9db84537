package dev.headroom.forecast.anomaly;

/**
 * How rare a value of a statistic is, learnt from those seen before: a histogram over its logarithm that forgets.
 *
 * <p>Inside what was seen, the tail probability is the faded share of values above. In the upper tail, where they are
 * few, the excess of the logarithm over the tail's begin is taken as exponential, which makes the statistic's tail a
 * Pareto tail, by Hill's estimator (Hill, "A simple general approach to inference about the tail of a distribution",
 * 1975), with one pseudo-observation of a shape of ½ octave; so a value beyond all seen is the rarer the farther beyond
 * it is.
 */
final class Rarity {

    private static final int PER_OCTAVE = 6;
    /** From 2^−12 to 2^24: what is smaller or larger counts as that. */
    private static final int BINS = 36 * PER_OCTAVE;

    private static final int ZERO = 12 * PER_OCTAVE;
    private static final double TAIL = 0.05;
    private static final double FEWEST = 10;
    private static final double PRIOR_BINS = PER_OCTAVE / 2.0;
    private static final double TOO_LARGE = 1e100;

    private final double[] counts = new double[BINS];
    private final double growth;
    /** What one value counts now; it grows instead of all others fading. */
    private double weight = 1;

    private double total;

    /**
     * Nothing seen.
     *
     * @param memory values after which one counts 1/e of a new one
     */
    Rarity(double memory) {
        this.growth = 1 / (1 - 1 / memory);
    }

    private static double position(double value) {
        return value <= 0 ? 0 : Math.clamp(ZERO + PER_OCTAVE * Math.log(value) / Math.log(2), 0, BINS - 1.001);
    }

    /** Takes a value into account. */
    void add(double value) {
        weight *= growth;
        counts[(int) position(value)] += weight;
        total += weight;
        if (weight > TOO_LARGE) {
            for (int i = 0; i < BINS; i++) {
                counts[i] /= weight;
            }
            total /= weight;
            weight = 1;
        }
    }

    /** The rarity of a value that is not below 0, in decades: 3 is once in 1 000; 0 as long as nothing was seen. */
    double decades(double value) {
        if (total <= 0) {
            return 0;
        }
        double most = Math.max(TAIL * total, FEWEST * weight);
        double mass = 0;
        double moment = 0;
        int begin = BINS;
        while (begin > 1 && (mass == 0 || mass + counts[begin - 1] <= most)) {
            begin--;
            mass += counts[begin];
            moment += counts[begin] * (begin + 0.5);
        }
        double seen = total / weight;
        double x = position(value);
        if (x >= begin) {
            double inTail = mass / weight;
            double excess = ((moment - begin * mass) / weight + PRIOR_BINS) / (inTail + 1);
            return (Math.log((seen + 1) / (inTail + 0.5)) + (x - begin) / excess) / Math.log(10);
        }
        int bin = (int) x;
        double above = counts[bin] * (bin + 1 - x);
        for (int i = bin + 1; i < BINS; i++) {
            above += counts[i];
        }
        return Math.max(0, Math.log10((seen + 1) / (above / weight + 1)));
    }
}
