package dev.headroom.engine.policy;

import java.util.Arrays;

/**
 * By how much demand surpassed what was guessed of it, in units of the guess's own scale, as a histogram of requests, with
 * old ones forgotten exponentially. A bin is a quarter of a natural logarithm wide far from zero, where misses may be a
 * thousand scales, and a quarter of a scale near it.
 *
 * @param weights requests per bin; bins are even in asinh(miss)
 * @param total their sum
 * @param plans what was planned by this guess, summed over decisions and forgotten alike
 * @param decisions the number of decisions summed, forgotten alike
 * @param late requests that surpassed what this guess had planned for them
 * @param granted requests that were allowed to, by the shares of then
 */
public record Misses(double[] weights, double total, double plans, double decisions, double late, double granted) {

    static final int BINS = 68;

    private static final int BELOW = 14;
    private static final double PER = 7;

    /** Nothing was guessed yet. */
    public static final Misses NONE = new Misses(new double[BINS], 0, 0, 0, 0, 0);

    /** With the requests of one guess that has come due. */
    Misses with(double miss, double requests, double keep) {
        double[] w = new double[BINS];
        for (int i = 0; i < BINS; i++) {
            w[i] = weights[i] * keep;
        }
        w[bin(miss)] += requests;
        return new Misses(w, total * keep + requests, plans, decisions, late, granted);
    }

    /** With what would have been planned by this guess now. */
    Misses planned(double plan, double keep) {
        return new Misses(weights, total, plans * keep + plan, decisions * keep + 1, late, granted);
    }

    /** With the requests of one plan that has come due: whether they surpassed it, and the share that was allowed to. */
    Misses judged(boolean surpassed, double requests, double share, double keep) {
        return new Misses(
                weights,
                total,
                plans,
                decisions,
                late * keep + (surpassed ? requests : 0),
                granted * keep + requests * share);
    }

    /**
     * How many times as often as allowed its plans were surpassed, at least 1.
     *
     * @param prior requests taken to be late as allowed, to begin with; positive
     */
    double excess(double prior) {
        return Math.max(1, (late + prior) / (granted + prior));
    }

    /** The mean of what was planned: the cost of relying on this guess. */
    double cost() {
        return plans / decisions;
    }

    /** The miss that only this share of the requests surpassed; NaN before the first. */
    double quantile(double share) {
        double left = total * share;
        if (!(total > 0)) {
            return Double.NaN;
        }
        for (int i = BINS - 1; i >= 0; i--) {
            if (weights[i] >= left) {
                double part = weights[i] > 0 ? 1 - left / weights[i] : 0;
                return edge(i) + part * (edge(i + 1) - edge(i));
            }
            left -= weights[i];
        }
        return edge(0);
    }

    private static int bin(double miss) {
        double size = Math.abs(miss);
        double asinh = Math.copySign(Math.log(size + Math.sqrt(size * size + 1)), miss);
        return (int) Math.max(0, Math.min(BINS - 1, Math.floor(asinh * PER) + BELOW));
    }

    private static double edge(int bin) {
        return Math.sinh((bin - BELOW) / PER);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Misses m
                && Arrays.equals(weights, m.weights)
                && Double.compare(total, m.total) == 0
                && Double.compare(plans, m.plans) == 0
                && Double.compare(decisions, m.decisions) == 0
                && Double.compare(late, m.late) == 0
                && Double.compare(granted, m.granted) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(weights);
    }

    @Override
    public String toString() {
        return "Misses[" + total + " requests]";
    }
}
