package dev.headroom.simulator.optimum;

import dev.headroom.simulator.LateShare;
import java.util.Arrays;

/**
 * A cheap plan for requests: what each replica is worth in each step comes from the stationary queue, and each level of the
 * fleet is then switched at least cost by itself; the price of a late request is raised until few enough are late. The
 * derivation is in {@code docs/concepts/clairvoyant.md}. Costs are replica-seconds.
 */
final class RequestPlan {
    /** A step is at least this long: the queue has to settle. */
    private static final double SHORTEST_STEP = 15;

    /** Levels beyond the first that keeps up which are looked at: further ones prevent no more late requests. */
    private static final int MORE = 64;

    private static final double NEGLIGIBLE = 1e-7;
    private static final int SEARCH = 20;
    private static final int STOPPED = 1;
    private static final int STARTED = 2;

    /** A plan and what it does in the model. */
    record Found(Runs runs, int[] counts, double step, double bill, double late) {}

    private final Demand d;
    private final LateShare share;
    private final double step;
    private final double[] count;
    private final double[] rate;
    private final int[] point;
    private final int levels;
    /** For each grid point used: the last level that is worth something. */
    private final int[] lastLevel;
    /** For each grid point used: the share a level makes punctual, the first entry being for all levels up to the base. */
    private final double[][] worth;

    private final int[] base;
    private double dual;

    RequestPlan(Demand d, LateShare share) {
        this.d = d;
        this.share = share;
        int join = (int) Math.max(1, Math.ceil(SHORTEST_STEP / d.bucket() - 1e-9));
        step = join * d.bucket();
        int steps = (d.buckets() + join - 1) / join;
        count = new double[steps];
        rate = new double[steps];
        point = new int[steps];
        for (int j = 0; j < d.buckets(); j++) {
            count[j / join] += d.arrivals()[j];
            rate[j / join] = Math.max(rate[j / join], d.arrivals()[j] / d.bucket());
        }
        lastLevel = new int[share.points()];
        base = new int[share.points()];
        worth = new double[share.points()][];
        int most = d.min();
        for (int j = 0; j < steps; j++) {
            point[j] = share.point(rate[j]);
            if (count[j] > 0 && base[point[j]] == 0) {
                value(point[j]);
            }
            most = Math.max(most, lastLevel[point[j]]);
        }
        levels = Math.min(d.max(), most);
    }

    /** The upper concave envelope of the punctual share over the number of replicas. */
    private void value(int p) {
        int first = (int) Math.floor(share.rate(p) / d.rate()) + 1;
        double floor = share.at(Math.min(1_000_000, first + MORE), p);
        int last = first;
        while (last < first + MORE && share.at(last, p) - floor > NEGLIGIBLE) {
            last++;
        }
        int at = first;
        for (int c = first; c <= last; c++) {
            if ((1 - share.at(c, p)) * at > (1 - share.at(at, p)) * c) {
                at = c;
            }
        }
        base[p] = at;
        lastLevel[p] = last;
        double[] w = new double[last - at + 1];
        w[0] = (1 - share.at(at, p)) / at;
        int c = at;
        while (c < last) {
            int best = c + 1;
            double slope = 0;
            for (int e = c + 1; e <= last; e++) {
                double s = (share.at(c, p) - share.at(e, p)) / (e - c);
                if (s > slope) {
                    slope = s;
                    best = e;
                }
            }
            for (int e = c + 1; e <= best; e++) {
                w[e - at] = slope;
            }
            c = best;
        }
        worth[p] = w;
    }

    private double worth(int p, int level) {
        return level <= base[p] ? worth[p][0] : level <= lastLevel[p] ? worth[p][level - base[p]] : 0;
    }

    /**
     * The cheapest plan found that keeps late requests within the budget, or the most punctual one if none does.
     *
     * @param budget late requests allowed
     */
    Found best(double budget) {
        double unit = 1 / d.rate();
        Found best = at(1e9 * unit, 0, budget);
        double[] weights = d.least() > d.lead() ? new double[] {0, 0.5} : new double[] {0};
        for (double w : weights) {
            double low = Math.log(0.5);
            double high = Math.log(1e9);
            for (int i = 0; i < SEARCH; i++) {
                double middle = (low + high) / 2;
                Found found = at(Math.exp(middle) * unit, w, budget);
                boolean kept = found.late() <= budget;
                if (kept == (best.late() <= budget) ? found.bill() < best.bill() : kept) {
                    best = found;
                }
                if (kept) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
        }
        return best;
    }

    /** The greatest lower bound on the bill of any plan in this model that {@link #best} came across. */
    double dual() {
        return dual;
    }

    /** The best plan when a late request costs {@code mu}. */
    private Found at(double mu, double w, double budget) {
        int steps = count.length;
        double slope = 1 - w;
        double initial = w * d.least();
        double start = initial + slope * d.lead();
        double value = -mu * budget;
        for (int j = 0; j < steps; j++) {
            double punctual = 0;
            if (count[j] > 0) {
                int p = point[j];
                punctual = Math.min(levels, base[p]) * worth[p][0];
                for (int k = base[p] + 1; k <= Math.min(levels, lastLevel[p]); k++) {
                    punctual += worth(p, k);
                }
            }
            value += mu * count[j] * (1 - punctual);
        }
        Runs runs = new Runs();
        byte[] from = new byte[steps];
        double[] worthAt = new double[share.points()];
        int[] busy = new int[steps];
        int size = 0;
        for (int j = 0; j < steps; j++) {
            if (count[j] > 0) {
                busy[size++] = j;
            }
        }
        for (int k = 1; k <= levels; k++) {
            if (k <= d.min()) {
                runs.add(0, d.span());
                value += initial + slope * d.span();
                continue;
            }
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (lastLevel[point[busy[i]]] >= k) {
                    busy[kept++] = busy[i];
                }
            }
            size = kept;
            Arrays.fill(worthAt, Double.NaN);
            double on = 0;
            double off = 0;
            for (int i = 0; i < size; i++) {
                int j = busy[i];
                double x = worthAt[point[j]];
                if (Double.isNaN(x)) {
                    x = mu * worth(point[j], k);
                    worthAt[point[j]] = x;
                }
                double again = j * step < d.lead() ? Double.POSITIVE_INFINITY : off + start;
                int bits = 0;
                if (i == 0) {
                    on = initial + slope * j * step;
                } else {
                    double stays = on + slope * (j - busy[i - 1] - 1) * step;
                    if (on <= off) {
                        bits = STOPPED;
                        off = on;
                        again = Math.min(again, j * step < d.lead() ? again : off + start);
                    }
                    on = stays;
                }
                if (again < on) {
                    bits |= STARTED;
                    on = again;
                }
                from[i] = (byte) bits;
                on += slope * step;
                off += x * count[j];
            }
            value += Math.min(on, off);
            trace(busy, size, from, on <= off, runs);
        }
        dual = Math.max(dual, value);
        int[] counts = runs.counts(steps, step);
        return new Found(runs, counts, step, runs.bill(d), late(counts));
    }

    /** Follows the decisions back from the last step. A replica goes at the end of the last step that needs it. */
    private void trace(int[] busy, int size, byte[] from, boolean endsOn, Runs runs) {
        boolean on = endsOn;
        double until = size > 0 ? Math.min(d.span(), (busy[size - 1] + 1) * step) : 0;
        for (int i = size - 1; i >= 0; i--) {
            if (on) {
                boolean started = (from[i] & STARTED) != 0;
                if (started || i == 0) {
                    runs.add(started ? busy[i] * step : 0, until);
                    on = started && i > 0 && (from[i] & STOPPED) != 0;
                    until = i > 0 ? (busy[i - 1] + 1) * step : 0;
                }
            } else if ((from[i] & STOPPED) != 0) {
                on = true;
                until = (busy[i - 1] + 1) * step;
            }
        }
    }

    /**
     * Late requests of a plan: the stationary share of each step; all, where the replicas cannot keep up, and after that until
     * the line is gone.
     */
    double late(int[] counts) {
        double late = 0;
        double waiting = 0;
        for (int j = 0; j < counts.length; j++) {
            double can = counts[j] * d.rate();
            if (can <= rate[j]) {
                late += count[j];
                waiting = Math.min(waiting + (rate[j] - can) * step, can * d.patience());
                continue;
            }
            double drains = Math.min(step, waiting / (can - rate[j]));
            waiting = Math.max(0, waiting - (can - rate[j]) * step);
            if (count[j] > 0) {
                double settled = share.at(counts[j], point[j]);
                late += count[j] * (drains / step + (1 - drains / step) * settled);
            }
        }
        return late;
    }
}
