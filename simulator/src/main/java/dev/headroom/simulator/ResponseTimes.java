package dev.headroom.simulator;

/**
 * Response times as waits plus an independent service time: waits are collected, and the service law is folded in only when
 * a quantile is asked for. Waits before a warming replica are kept apart, as its service takes longer.
 */
final class ResponseTimes {
    private final ServiceLaw law;
    private final double slowdown;
    private final double[] table = new double[LogHistogram.BINS + 1];
    final LogHistogram waits = new LogHistogram();
    final LogHistogram slowWaits = new LogHistogram();

    /** @param slowdown how much longer service takes on a warming replica */
    ResponseTimes(ServiceLaw law, double slowdown) {
        this.law = law;
        this.slowdown = slowdown;
        for (int i = 0; i < table.length; i++) {
            table[i] = law.cdf(LogHistogram.edge(i));
        }
    }

    /** Adds waits, a share of them before warming replicas. */
    void add(double wait, double weight, double slowShare) {
        waits.add(wait, weight * (1 - slowShare));
        if (slowShare > 0) {
            slowWaits.add(wait, weight * slowShare);
        }
    }

    void add(ResponseTimes o) {
        waits.add(o.waits);
        slowWaits.add(o.slowWaits);
    }

    void clear() {
        waits.clear();
        slowWaits.clear();
    }

    double total() {
        return waits.total() + slowWaits.total();
    }

    /** Share of the service times of at most {@code t} seconds. */
    double service(double t) {
        if (law.scv() == 0) {
            return t >= law.mean() ? 1 : 0;
        }
        int i = LogHistogram.bin(t);
        double low = LogHistogram.edge(i);
        double high = LogHistogram.edge(i + 1);
        return table[i] + (table[i + 1] - table[i]) * Math.min(1, (t - low) / (high - low));
    }

    /** Weight of the responses within {@code t} seconds. */
    double within(double t) {
        return t == Double.POSITIVE_INFINITY ? total() : within(waits, t, 1) + within(slowWaits, t, slowdown);
    }

    private double within(LogHistogram h, double t, double slow) {
        double sum = 0;
        int last = Math.min(h.high(), LogHistogram.bin(t));
        for (int i = h.low(); i <= last; i++) {
            double w = h.weight(i);
            if (w > 0) {
                double rest = t - LogHistogram.middle(i);
                if (rest >= 0) {
                    sum += w * service(rest / slow);
                }
            }
            if (i == 0) {
                i = Math.max(0, h.lowAboveZero() - 1);
            }
        }
        return sum;
    }

    /**
     * The response time within which a share of the weight lies, to a relative precision; NaN when empty.
     *
     * @param guess where to begin to look, positive
     */
    double quantile(double p, double guess, double precision) {
        double all = total();
        if (all <= 0) {
            return Double.NaN;
        }
        double want = p * all;
        double low = guess;
        double high = guess;
        if (within(guess) >= want) {
            do {
                high = low;
                low /= 2;
            } while (low > 1e-6 && within(low) >= want);
        } else {
            do {
                low = high;
                high *= 2;
            } while (high < 1e9 && within(high) < want);
        }
        while (high - low > precision * high) {
            double middle = (low + high) / 2;
            if (within(middle) >= want) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }
}
