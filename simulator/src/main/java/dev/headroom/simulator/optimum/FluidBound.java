package dev.headroom.simulator.optimum;

/**
 * Lower bounds on what any policy must have paid, from the conservation of work alone; derived in {@code
 * docs/concepts/clairvoyant.md}. Costs are replica-seconds.
 *
 * <p>Both hold for work as a fluid: for every policy that does not foresee the chance in arrivals and service, in the mean.
 */
final class FluidBound {
    /** Where a request may wait for more buckets than this, bounding each level alone says nothing. */
    private static final double MOST_CARRIED_BUCKETS = 20;

    private static final int SEARCH = 14;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final double[] WEIGHTS = {0, 0.25, 0.5, 0.75, 1};

    private final Demand d;
    private final int levels;
    /** Most that can be carried over the end of a shortage in each bucket. */
    private final double[] carried;

    private final double mostCarried;
    private final double[] judged;

    FluidBound(Demand d) {
        this.d = d;
        judged = new double[d.buckets()];
        carried = new double[d.buckets()];
        int reach = (int) Math.min(MOST_CARRIED_BUCKETS + 1, Math.ceil(d.carry() / d.bucket()));
        double most = 0;
        double peak = 0;
        for (int j = 0; j < d.buckets(); j++) {
            judged[j] = d.judged(j);
            double top = 0;
            for (int i = Math.max(0, j - reach); i <= j; i++) {
                top = Math.max(top, d.arrivals()[i]);
            }
            carried[j] = top / d.bucket() * d.carry();
            most = Math.max(most, carried[j]);
            peak = Math.max(peak, judged[j]);
        }
        mostCarried = most;
        levels = (int) Math.ceil(peak / (d.bucket() * d.rate()) - 1e-9);
    }

    /** The better of the two bounds. */
    double best() {
        return Math.max(work(), d.carry() <= MOST_CARRIED_BUCKETS * d.bucket() ? levels() : 0);
    }

    /**
     * Least cost by the total of the work: the minimum of replicas is paid for anyway and does what it can in time, first come
     * first served; each request beyond that and beyond those that may be late costs 1/κ.
     */
    double work() {
        int reach = (int) Math.min(d.buckets(), Math.ceil(d.carry() / d.bucket()));
        double[] left = judged.clone();
        left[0] += d.backlog();
        int head = 0;
        double late = 0;
        for (int j = 0; j < d.buckets() + reach && head < left.length; j++) {
            for (; head < left.length && head < j - reach; head++) {
                late += left[head];
            }
            double can = d.min() * d.rate() * d.bucket();
            for (; head < left.length && head <= j; head++) {
                double done = Math.min(can, left[head]);
                left[head] -= done;
                can -= done;
                if (left[head] > 0) {
                    break;
                }
            }
        }
        for (; head < left.length; head++) {
            late += left[head];
        }
        return d.min() * d.span() + Math.max(0, late - d.budget()) / d.rate();
    }

    /** Least cost level by level: the Lagrangian dual of the limit on late requests. */
    double levels() {
        double best = 0;
        for (double w : WEIGHTS) {
            if (w > 0 && d.least() <= d.boot()) {
                break;
            }
            best = Math.max(best, levels(w));
        }
        return best;
    }

    /** As {@link #levels()}, with a life of x seconds billed as {@code w·least + (1 − w)·x}, which is never too much. */
    private double levels(double w) {
        double start = w * d.least() + (1 - w) * d.boot();
        double high = mostCarried > 0 ? start / mostCarried : 0;
        double low = 0;
        // Where a start costs so little that even a fully used replica does not pay, nothing is known.
        if (high * d.rate() <= 1 - w) {
            return 0;
        }
        double a = high - GOLDEN * (high - low);
        double b = low + GOLDEN * (high - low);
        double fa = dual(a, w);
        double fb = dual(b, w);
        double best = Math.max(dual(high, w), Math.max(fa, fb));
        for (int i = 0; i < SEARCH; i++) {
            if (fa > fb) {
                high = b;
                b = a;
                fb = fa;
                a = high - GOLDEN * (high - low);
                fa = dual(a, w);
                best = Math.max(best, fa);
            } else {
                low = a;
                a = b;
                fa = fb;
                b = low + GOLDEN * (high - low);
                fb = dual(b, w);
                best = Math.max(best, fb);
            }
        }
        return best;
    }

    /** The dual at a price of {@code mu} replica-seconds for a late request. */
    double dual(double mu, double w) {
        double full = d.rate() * d.bucket();
        double sum = d.min() * (d.span() * (1 - w) + w * d.least()) - mu * d.budget();
        int[] busy = new int[judged.length];
        int size = 0;
        for (int j = 0; j < judged.length; j++) {
            if (judged[j] > d.min() * full) {
                busy[size++] = j;
            }
        }
        for (int k = d.min() + 1; k <= levels; k++) {
            double below = (k - 1) * full;
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (judged[busy[i]] > below) {
                    busy[kept++] = busy[i];
                }
            }
            size = kept;
            sum += k > d.max() ? never(busy, size, below, mu) : level(busy, size, below, mu, w);
        }
        return sum;
    }

    /**
     * Cost of a replica if it is on when that pays: a walk back through the buckets that need it, which keeps the cost to go of
     * being on and of being off.
     */
    private double level(int[] busy, int size, double below, double mu, double w) {
        double full = d.rate() * d.bucket();
        double slope = 1 - w;
        double initial = w * d.least();
        double start = initial + slope * d.boot();
        double each = slope * d.bucket();
        double on = 0;
        double off = 0;
        double forgiven = 0;
        for (int i = size - 1; i >= 0; i--) {
            int j = busy[i];
            double gain = Math.min(full, judged[j] - below);
            if (i == size - 1 || busy[i + 1] != j + 1) {
                forgiven = carried[j];
            }
            // The last of a shortage is carried over its end: that part of the gain is none.
            double cut = Math.min(gain, forgiven);
            forgiven -= cut;
            double rest = gain - cut;
            boolean can = (j + 1) * d.bucket() >= d.boot();
            if (cut > 0 && rest > 0) {
                on = Math.min(on, off) + each * (cut / gain);
                off = can ? Math.min(off, on + start - mu * carried[j]) : off;
                on = Math.min(on, off) + each * (rest / gain);
            } else {
                on = Math.min(on, off) + each;
            }
            off += mu * rest;
            on = Math.min(on, off);
            boolean shortBefore = i > 0 && busy[i - 1] == j - 1;
            double again = shortBefore ? start - mu * Math.max(carried[j], carried[j - 1]) : start;
            if (can) {
                off = Math.min(off, on + again);
            }
            int idle = j - (i > 0 ? busy[i - 1] + 1 : 0);
            if (idle > 0) {
                on = Math.min(on + each * idle, off);
            }
        }
        return Math.min(off, on + initial);
    }

    /** What a replica beyond the maximum leaves undone. */
    private double never(int[] busy, int size, double below, double mu) {
        double sum = 0;
        double forgiven = 0;
        for (int i = size - 1; i >= 0; i--) {
            int j = busy[i];
            if (i == size - 1 || busy[i + 1] != j + 1) {
                forgiven = carried[j];
            }
            double gain = Math.min(d.rate() * d.bucket(), judged[j] - below);
            double cut = Math.min(gain, forgiven);
            forgiven -= cut;
            sum += mu * (gain - cut);
        }
        return sum;
    }
}
