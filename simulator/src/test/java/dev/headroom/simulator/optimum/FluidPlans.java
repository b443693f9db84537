package dev.headroom.simulator.optimum;

import java.util.Arrays;
import java.util.Random;

/** Plans in a fluid: replicas on or off in small cells of time, work taken oldest first and dropped at its limit. */
final class FluidPlans {
    private final Demand d;
    private final double cell;
    private final int cells;
    private final double[] arrivals;
    private final boolean[][] on;

    FluidPlans(Demand d, double cell) {
        this.d = d;
        this.cell = cell;
        this.cells = (int) Math.round(d.span() / cell);
        this.arrivals = new double[cells];
        for (int i = 0; i < cells; i++) {
            arrivals[i] = d.arrivals()[(int) (i * cell / d.bucket())] * cell / d.bucket();
        }
        this.on = new boolean[d.max()][cells];
        for (boolean[] replica : on) {
            Arrays.fill(replica, true);
        }
    }

    /** Turns stretches of replicas off and on at random, keeps what is cheaper and punctual enough, and returns the least cost. */
    double descend(Random random, int rounds) {
        double best = cost();
        for (int i = 0; i < rounds; i++) {
            int k = random.nextInt(on.length);
            boolean[] before = on[k].clone();
            int from = random.nextInt(cells);
            int length = 1 + random.nextInt(random.nextBoolean() ? cells : 12);
            Arrays.fill(on[k], from, Math.min(cells, from + length), random.nextInt(4) == 0);
            double cost = cost();
            if (cost <= best && late() <= d.budget()) {
                best = cost;
            } else {
                on[k] = before;
            }
        }
        return best;
    }

    private double cost() {
        double sum = 0;
        for (boolean[] replica : on) {
            for (int i = 0; i < cells; i++) {
                if (replica[i]) {
                    sum += cell;
                    if (i > 0 && !replica[i - 1]) {
                        if (i * cell < d.boot()) {
                            return Double.POSITIVE_INFINITY;
                        }
                        sum += d.boot();
                    }
                }
            }
        }
        return sum;
    }

    /** Late requests among those that arrived early enough to be judged. */
    private double late() {
        double[] left = arrivals.clone();
        int reach = (int) (d.limit() / cell);
        int head = 0;
        double late = 0;
        for (int i = 0; i < cells; i++) {
            double can = 0;
            for (boolean[] replica : on) {
                can += replica[i] ? d.rate() * cell : 0;
            }
            for (; head < i - reach; head++) {
                late += left[head];
            }
            while (head <= i && can > 0) {
                double done = Math.min(can, left[head]);
                left[head] -= done;
                can -= done;
                if (left[head] > 0) {
                    break;
                }
                head++;
            }
        }
        for (; head < cells - reach; head++) {
            late += left[head];
        }
        return late;
    }
}
