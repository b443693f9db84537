package dev.headroom.simulator;

import java.util.Arrays;

/** The few distinct waits of one scrape interval, from which the response time is read as it would be measured. */
final class RecentWaits {
    private final ResponseTimes law;
    private double[] wait = new double[128];
    private double[] weight = new double[128];
    private int size;
    private double total;
    private double last;

    RecentWaits(ResponseTimes law, double serviceMean) {
        this.law = law;
        this.last = serviceMean;
    }

    void add(double seconds, double much) {
        if (size == wait.length) {
            wait = Arrays.copyOf(wait, size * 2);
            weight = Arrays.copyOf(weight, size * 2);
        }
        wait[size] = seconds;
        weight[size] = much;
        size++;
        total += much;
    }

    void clear() {
        size = 0;
        total = 0;
    }

    private double within(double t, double slowShare, double slowdown) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double rest = t - wait[i];
            if (rest >= 0) {
                double p = law.service(rest);
                if (slowShare > 0) {
                    p += slowShare * (law.service(rest / slowdown) - p);
                }
                sum += weight[i] * p;
            }
        }
        return sum;
    }

    /**
     * A quantile as measured on a sample as large as the weight: the rank is off by √(p(1 − p)/n) times {@code noise}.
     *
     * @param noise standard normal
     */
    double quantile(double p, double noise, double slowShare, double slowdown) {
        if (total < 0.5) {
            return Double.NaN;
        }
        double rank = p + noise * Math.sqrt(p * (1 - p) / total);
        double want = Math.max(0.5 / (total + 1), Math.min(1 - 0.5 / (total + 1), rank)) * total;
        double low = last;
        double high = last;
        if (within(last, slowShare, slowdown) >= want) {
            do {
                high = low;
                low *= 0.8;
            } while (low > 1e-6 && within(low, slowShare, slowdown) >= want);
        } else {
            do {
                low = high;
                high *= 1.25;
            } while (high < 1e9 && within(high, slowShare, slowdown) < want);
        }
        while (high - low > 0.004 * high) {
            double middle = (low + high) / 2;
            if (within(middle, slowShare, slowdown) >= want) {
                high = middle;
            } else {
                low = middle;
            }
        }
        last = (low + high) / 2;
        return last;
    }

    /** Mean wait; NaN when nothing was answered. */
    double mean() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += weight[i] * wait[i];
        }
        return total < 0.5 ? Double.NaN : sum / total;
    }
}
