package dev.headroom.bench;

import dev.headroom.bench.ExactQueues.Law;
import java.util.Arrays;

/**
 * A queue whose times between arrivals and whose services have one or two exponential phases, in units of the mean service
 * time: the Markov chain of the number in the system, the phase of the next arrival, and how many of those in service are in
 * the first phase, solved level by level from a level that is as good as never reached (linear level reduction).
 */
final class PhaseQueue {
    private final int c;
    private final double rho;
    private final double variability;
    private final double lambda;

    /** Rates between the phases of the next arrival, with what leaves each on the diagonal. */
    private final double[][] between;
    /** Rates of arrivals, from the phase before to the phase after. */
    private final double[][] arrival;

    private final double startsInA;
    private final double rateA;
    private final double rateB;
    private final boolean oneAfterTheOther;

    PhaseQueue(Law arrivals, Law service, int c, double rho) {
        this.c = c;
        this.rho = rho;
        this.variability = (arrivals.scv() + service.scv()) / 2;
        this.lambda = c * rho;
        this.oneAfterTheOther = service == Law.E2;
        switch (service) {
            case M -> {
                startsInA = 1;
                rateA = 1;
                rateB = 1;
            }
            case E2 -> {
                startsInA = 1;
                rateA = 2;
                rateB = 2;
            }
            case H2 -> {
                startsInA = service.first();
                rateA = 2 * startsInA;
                rateB = 2 * (1 - startsInA);
            }
            default -> throw new IllegalArgumentException("no phases make up the law " + service);
        }
        switch (arrivals) {
            case M -> {
                between = new double[][] {{-lambda}};
                arrival = new double[][] {{lambda}};
            }
            case E2 -> {
                between = new double[][] {{-2 * lambda, 2 * lambda}, {0, -2 * lambda}};
                arrival = new double[][] {{0, 0}, {2 * lambda, 0}};
            }
            case H2 -> {
                double p = arrivals.first();
                double often = 2 * p * lambda;
                double seldom = 2 * (1 - p) * lambda;
                between = new double[][] {{-often, 0}, {0, -seldom}};
                arrival = new double[][] {{often * p, often * (1 - p)}, {seldom * p, seldom * (1 - p)}};
            }
            default -> throw new IllegalArgumentException("no phases make up the law " + arrivals);
        }
    }

    double meanWait() {
        // Tails decay about like M/M/c's, stretched by the spread of arrivals and service.
        int top = c + (int) Math.ceil(40 * Math.max(1, 1.04 * variability) / -Math.log(rho));
        // With levels as row vectors, π(n) = π(n − 1) · ratio[n].
        double[][][] ratio = new double[top + 1][][];
        double[][] leaves = stay(top, true);
        for (int n = top; n > 0; n--) {
            for (double[] row : leaves) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = -row[i];
                }
            }
            ratio[n] = solveRight(up(n - 1), leaves);
            leaves = stay(n - 1, false);
            add(leaves, multiply(ratio[n], down(n)));
        }
        // The empty system, but for a factor: of two phases, each is as likely as the rate from the other.
        double[] level = leaves.length == 1 ? new double[] {1} : new double[] {leaves[1][0], leaves[0][1]};
        double total = Arrays.stream(level).sum();
        double waiting = 0;
        for (int n = 1; n <= top; n++) {
            level = multiply(new double[][] {level}, ratio[n])[0];
            double sum = Arrays.stream(level).sum();
            total += sum;
            waiting += Math.max(0, n - c) * sum;
        }
        return waiting / total / lambda;
    }

    private int inService(int n) {
        return Math.min(n, c) + 1;
    }

    /** Rates to the next level. */
    private double[][] up(int n) {
        double[][] out = new double[inService(n)][inService(n + 1)];
        for (int a = 0; a < out.length; a++) {
            if (n < c) {
                out[a][a + 1] += startsInA;
                out[a][a] += 1 - startsInA;
            } else {
                out[a][a] += 1;
            }
        }
        return product(arrival, out);
    }

    /** Rates to the level before. */
    private double[][] down(int n) {
        double[][] out = new double[inService(n)][inService(n - 1)];
        int busy = Math.min(n, c);
        for (int a = 0; a <= busy; a++) {
            double doneA = oneAfterTheOther ? 0 : a * rateA;
            double doneB = (busy - a) * rateB;
            if (n <= c) {
                put(out, a, a - 1, doneA);
                put(out, a, a, doneB);
            } else {
                put(out, a, a, doneA * startsInA + doneB * (1 - startsInA));
                put(out, a, a - 1, doneA * (1 - startsInA));
                put(out, a, a + 1, doneB * startsInA);
            }
        }
        return product(unit(arrival.length), out);
    }

    /** Rates within a level, with what leaves it on the diagonal. */
    private double[][] stay(int n, boolean top) {
        int busy = Math.min(n, c);
        double[][] service = new double[busy + 1][busy + 1];
        for (int a = 0; a <= busy; a++) {
            if (oneAfterTheOther) {
                put(service, a, a - 1, a * rateA);
            }
            service[a][a] -= a * rateA + (busy - a) * rateB;
        }
        double[][] out = product(unit(arrival.length), service);
        add(out, product(between, unit(busy + 1)));
        if (top) {
            add(out, product(arrival, unit(busy + 1))); // those who would come find no room
        }
        return out;
    }

    private static void put(double[][] out, int from, int to, double rate) {
        if (rate > 0) {
            out[from][to] += rate;
        }
    }

    private static double[][] unit(int n) {
        double[][] out = new double[n][n];
        for (int i = 0; i < n; i++) {
            out[i][i] = 1;
        }
        return out;
    }

    /** Kronecker's product: of changes of one thing and of another. */
    private static double[][] product(double[][] a, double[][] b) {
        int rows = b.length;
        int columns = b[0].length;
        double[][] out = new double[a.length * rows][a[0].length * columns];
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < out[i].length; j++) {
                out[i][j] = a[i / rows][j / columns] * b[i % rows][j % columns];
            }
        }
        return out;
    }

    private static void add(double[][] to, double[][] what) {
        for (int i = 0; i < to.length; i++) {
            for (int j = 0; j < to[i].length; j++) {
                to[i][j] += what[i][j];
            }
        }
    }

    private static double[][] multiply(double[][] a, double[][] b) {
        double[][] out = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < out[i].length; j++) {
                    out[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return out;
    }

    /** X with X·m = a, by Gauss elimination on columns. */
    private static double[][] solveRight(double[][] a, double[][] m) {
        int n = m.length;
        double[][] left = new double[n][n];
        double[][] right = new double[n][a.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                left[i][j] = m[j][i];
            }
            for (int j = 0; j < a.length; j++) {
                right[i][j] = a[j][i];
            }
        }
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(left[i][k]) > Math.abs(left[pivot][k]) ? i : pivot;
            }
            swap(left, k, pivot);
            swap(right, k, pivot);
            for (int i = 0; i < n; i++) {
                double factor = i == k ? 0 : left[i][k] / left[k][k];
                for (int j = k; factor != 0 && j < n; j++) {
                    left[i][j] -= factor * left[k][j];
                }
                for (int j = 0; factor != 0 && j < a.length; j++) {
                    right[i][j] -= factor * right[k][j];
                }
            }
        }
        double[][] out = new double[a.length][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < a.length; j++) {
                out[j][i] = right[i][j] / left[i][i];
            }
        }
        return out;
    }

    private static void swap(double[][] rows, int i, int j) {
        double[] row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }
}
