package dev.headroom.simulator.optimum;

import java.util.Arrays;

/** The lives of a plan's replicas: when each takes work and when it goes, in seconds since the trace began. */
final class Runs {
    private double[] from = new double[256];
    private double[] to = new double[256];
    private int size;

    int size() {
        return size;
    }

    /** When the i-th takes work at its full rate; 0 when it is there at the start. */
    double from(int i) {
        return from[i];
    }

    double to(int i) {
        return to[i];
    }

    /** When the i-th is asked for. */
    double asked(int i, double lead) {
        return Math.max(0, from[i] - lead);
    }

    void add(double since, double until) {
        if (size == from.length) {
            from = Arrays.copyOf(from, size * 2);
            to = Arrays.copyOf(to, size * 2);
        }
        from[size] = since;
        to[size] = until;
        size++;
    }

    /** Billed replica-seconds. */
    double bill(Demand d) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += d.bill(to[i] - asked(i, d.lead()));
        }
        return sum;
    }

    /** Replica-seconds alive. */
    double alive(Demand d) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += to[i] - asked(i, d.lead());
        }
        return sum;
    }

    /**
     * The cheapest lives that give {@code need[j]} replicas in step j: the k-th replica is on while the need is at least k,
     * and over a gap if that costs no more than to start again.
     *
     * @param step length of a step
     * @param gap longest gap to stay on for; at least {@code lead}, as nobody can be back sooner
     */
    static Runs covering(int[] need, double step, double lead, double gap) {
        Runs runs = new Runs();
        int top = 0;
        for (int n : need) {
            top = Math.max(top, n);
        }
        double[] since = new double[top];
        double[] until = new double[top];
        Arrays.fill(since, -1);
        for (int j = 0; j <= need.length; j++) {
            int had = j == 0 ? 0 : need[j - 1];
            int wants = j == need.length ? 0 : need[j];
            double now = j * step;
            for (int k = wants; k < had; k++) {
                until[k] = now;
            }
            for (int k = had; k < wants; k++) {
                boolean first = since[k] < 0;
                double idle = first ? now : now - until[k];
                if (idle > (first ? lead : Math.max(gap, lead))) {
                    if (!first) {
                        runs.add(since[k], until[k]);
                    }
                    since[k] = now;
                } else if (first) {
                    since[k] = 0;
                }
            }
        }
        for (int k = 0; k < top; k++) {
            runs.add(since[k], until[k]);
        }
        return runs;
    }

    /** Replicas at their full rate in each step. */
    int[] counts(int steps, double step) {
        int[] change = new int[steps + 1];
        for (int i = 0; i < size; i++) {
            change[(int) Math.min(steps, Math.round(from[i] / step))]++;
            change[(int) Math.min(steps, Math.round(to[i] / step))]--;
        }
        int[] n = new int[steps];
        int now = 0;
        for (int j = 0; j < steps; j++) {
            now += change[j];
            n[j] = now;
        }
        return n;
    }
}
