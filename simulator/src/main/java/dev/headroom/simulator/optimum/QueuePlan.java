package dev.headroom.simulator.optimum;

/**
 * A cheap plan for a queue: each item is worked on at an even pace over a part of its deadline, which is the same as working at
 * the mean rate of the recent past. Some is added for chance, as nothing is corrected on the way. Costs are
 * replica-seconds.
 */
final class QueuePlan {
    private static final double SHORTEST_STEP = 15;
    private static final double STEPS_PER_DEADLINE = 8;
    /** Service times before the deadline at which work on an item has to begin. */
    private static final double SERVICE_MARGIN = 3;

    /** Standard deviations of the work in a window that a plan has room for, beside what rounding up gives it. */
    private static final double DEVIATIONS = 0.5;

    private static final double[] PARTS = {0.9, 0.7, 0.5, 0.3, 0.15, 0.05};
    private final Demand d;
    private final double step;
    private final int steps;
    /** Arrivals up to the begin of each step. */
    private final double[] sum;

    private final double wait;
    /** Items by which a window may exceed its mean, in units of the square root of the mean. */
    private final double reserve;

    QueuePlan(Demand d) {
        this.d = d;
        wait = Math.max(d.limit() / 2, d.limit() - SERVICE_MARGIN * d.service());
        reserve = DEVIATIONS * Math.sqrt(d.variability());
        int split = (int) Math.max(1, Math.ceil(d.bucket() / Math.max(SHORTEST_STEP, wait / STEPS_PER_DEADLINE)));
        step = d.bucket() / split;
        int within = d.buckets() * split;
        steps = within + (int) Math.min(within + 1000.0, Math.ceil(2 * d.limit() / step) + 1);
        sum = new double[steps + 1];
        sum[0] = 0;
        for (int j = 0; j < steps; j++) {
            double a = j < within ? d.arrivals()[j / split] / split : 0;
            sum[j + 1] = sum[j] + a + (j == 0 ? d.backlog() : 0);
        }
    }

    /** The cheapest plan found that keeps late items within the budget, or the most punctual one if none does. */
    RequestPlan.Found best(double budget) {
        RequestPlan.Found best = plan(PARTS[PARTS.length - 1]);
        for (double part : PARTS) {
            RequestPlan.Found found = plan(part);
            boolean kept = found.late() <= budget;
            boolean bestKept = best.late() <= budget;
            if (kept == bestKept ? (kept ? found.bill() < best.bill() : found.late() < best.late()) : kept) {
                best = found;
            }
        }
        return best;
    }

    private RequestPlan.Found plan(double part) {
        double over = Math.max(step, part * wait);
        int[] need = new int[steps];
        // By then all work is done, and the replicas may go.
        int end = (int) Math.min(steps, Math.ceil((d.span() + over) / step) + 1);
        for (int j = 0; j < end; j++) {
            double items = upTo(j + 1) - upTo(j + 1 - over / step);
            double perSecond = (items + reserve * Math.sqrt(items)) / over;
            double n = Math.ceil(perSecond / d.rate() - 1e-9);
            need[j] = (int) Math.max(d.min(), Math.min(d.max(), n));
        }
        Runs runs = Runs.covering(need, step, d.lead(), d.lead());
        if (d.least() > d.lead()) {
            Runs longer = Runs.covering(need, step, d.lead(), d.least());
            if (longer.bill(d) < runs.bill(d)) {
                runs = longer;
            }
        }
        int[] counts = runs.counts(steps, step);
        return new RequestPlan.Found(runs, counts, step, runs.bill(d), late(counts));
    }

    private double upTo(double at) {
        if (at <= 0) {
            return 0;
        }
        int i = (int) Math.min(steps - 1, at);
        return sum[i] + (sum[i + 1] - sum[i]) * Math.min(1, at - i);
    }

    /** Late items when the replicas take the oldest first: those whose work begins too late. */
    double late(int[] counts) {
        double late = 0;
        double done = 0;
        double begun = 0;
        int next = 0;
        for (int j = 0; j < counts.length; j++) {
            double can = counts[j] * d.rate() * step;
            double work = Math.min(can, sum[j + 1] - done);
            while (next <= j && sum[next + 1] <= done + work + 1e-9) {
                double left = sum[next + 1] - done;
                double ends = (j + (can > 0 ? Math.max(0, left) / can : 0)) * step;
                ends = Math.max(ends, (next + 1) * step);
                double first = Math.max(begun, next * step) - next * step;
                if (Math.max(first, ends - (next + 1) * step) > wait) {
                    late += sum[next + 1] - sum[next];
                }
                begun = ends;
                next++;
            }
            done += work;
        }
        return late + sum[steps] - sum[next];
    }
}
