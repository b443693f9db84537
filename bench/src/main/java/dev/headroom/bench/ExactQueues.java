package dev.headroom.bench;

import java.util.Arrays;

/**
 * Exact mean waiting times of queues with Poisson arrivals and {@code c} servers, in units of the mean service time: what
 * published tables hold (Kühn 1976; Seelen, Tijms and van Hoorn 1985), computed anew by methods that share nothing with the
 * simulator. {@code rho} is the utilisation, the arrival rate over that of all servers, in (0, 1).
 *
 * <ul>
 *   <li>M/M/c: Erlang's C by its defining sum.
 *   <li>M/D/c: the number in the system at steps of one service time, N′ = max(N − c, 0) + Poisson(λ) (Crommelin 1932),
 *       iterated until it stands still.
 *   <li>M/E₂/c and M/H₂/c: the Markov chain of the number in the system and of how many of those in service are in the first
 *       phase, solved level by level from a level that is as good as never reached (linear level reduction).
 * </ul>
 */
public final class ExactQueues {

    /** A service law of mean 1. */
    public enum Law {
        /** Exponential. */
        M(1),
        /** Constant. */
        D(0),
        /** Erlang of two phases: squared coefficient of variation ½. */
        E2(0.5),
        /** Hyperexponential of two phases with balanced means, squared coefficient of variation 4. */
        H2(4);

        private final double scv;

        Law(double scv) {
            this.scv = scv;
        }

        /** Squared coefficient of variation. */
        public double scv() {
            return scv;
        }
    }

    private ExactQueues() {}

    /** The mean wait of all arrivals. */
    public static double meanWait(Law law, int c, double rho) {
        return switch (law) {
            case M -> erlang(c, rho);
            case D -> constant(c, rho);
            case E2 -> new Phases(c, rho, 1, 2, 2, true).meanWait();
            case H2 -> {
                double p = (1 + Math.sqrt((law.scv - 1) / (law.scv + 1))) / 2;
                yield new Phases(c, rho, p, 2 * p, 2 * (1 - p), false).meanWait();
            }
        };
    }

    /** Allen and Cunneen's approximation: the wait of M/M/c times (1 + cv²)/2; exact for one server. */
    public static double allenCunneen(Law law, int c, double rho) {
        return erlang(c, rho) * (1 + law.scv) / 2;
    }

    private static double erlang(int c, double rho) {
        double load = c * rho;
        double term = 1;
        double sum = 1;
        for (int k = 1; k < c; k++) {
            term *= load / k;
            sum += term;
        }
        double last = term * load / c / (1 - rho);
        return last / (sum + last) / (c - load);
    }

    private static double constant(int c, double rho) {
        double lambda = c * rho;
        int size = c + (int) Math.ceil(40 / -Math.log(rho));
        double[] arrivals = new double[size];
        arrivals[0] = Math.exp(-lambda);
        int most = 1;
        for (; most < size && (most < lambda || arrivals[most - 1] > 1e-18); most++) {
            arrivals[most] = arrivals[most - 1] * lambda / most;
        }
        double[] now = new double[size];
        now[0] = 1;
        double change = 1;
        for (int step = 0; step < 1_000_000 && change > 1e-15; step++) {
            double[] next = new double[size];
            for (int n = 0; n < size; n++) {
                int left = Math.max(n - c, 0);
                for (int k = 0; k < most; k++) {
                    next[Math.min(size - 1, left + k)] += now[n] * arrivals[k];
                }
            }
            change = 0;
            for (int n = 0; n < size; n++) {
                change = Math.max(change, Math.abs(next[n] - now[n]));
            }
            now = next;
        }
        double waiting = 0;
        for (int n = c + 1; n < size; n++) {
            waiting += (n - c) * now[n];
        }
        return waiting / lambda; // Little's law
    }

    /** A queue whose services have two phases, first the one called a, or one of both. */
    private static final class Phases {
        private final int c;
        private final double lambda;
        private final double startsInA;
        private final double rateA;
        private final double rateB;
        private final boolean oneAfterTheOther;

        Phases(int c, double rho, double startsInA, double rateA, double rateB, boolean oneAfterTheOther) {
            this.c = c;
            this.lambda = c * rho;
            this.startsInA = startsInA;
            this.rateA = rateA;
            this.rateB = rateB;
            this.oneAfterTheOther = oneAfterTheOther;
        }

        double meanWait() {
            // Tails decay about like M/M/c's, stretched by the spread of the service.
            int top = c + (int) Math.ceil(40 * (oneAfterTheOther ? 1 : 2.6) / -Math.log(lambda / c));
            // With levels as row vectors, π(n) = π(n − 1) · ratio[n].
            double[][][] ratio = new double[top + 1][][];
            double[][] below = null;
            for (int n = top; n > 0; n--) {
                double[][] stay = stay(n, n == top);
                if (below != null) {
                    add(stay, multiply(below, down(n + 1)));
                }
                for (double[] row : stay) {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = -row[i];
                    }
                }
                below = solveRight(up(n - 1), stay);
                ratio[n] = below;
            }
            double[] level = {1};
            double total = 1;
            double waiting = 0;
            for (int n = 1; n <= top; n++) {
                level = multiply(new double[][] {level}, ratio[n])[0];
                double sum = Arrays.stream(level).sum();
                total += sum;
                waiting += Math.max(0, n - c) * sum;
            }
            return waiting / total / lambda;
        }

        private int states(int n) {
            return Math.min(n, c) + 1;
        }

        /** Rates to the next level. */
        private double[][] up(int n) {
            double[][] out = new double[states(n)][states(n + 1)];
            for (int a = 0; a < out.length; a++) {
                if (n < c) {
                    out[a][a + 1] += lambda * startsInA;
                    out[a][a] += lambda * (1 - startsInA);
                } else {
                    out[a][a] += lambda;
                }
            }
            return out;
        }

        /** Rates to the level before. */
        private double[][] down(int n) {
            double[][] out = new double[states(n)][states(n - 1)];
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
            return out;
        }

        /** Rates within a level, with what leaves it on the diagonal. */
        private double[][] stay(int n, boolean top) {
            int busy = Math.min(n, c);
            double[][] out = new double[busy + 1][busy + 1];
            for (int a = 0; a <= busy; a++) {
                if (oneAfterTheOther) {
                    put(out, a, a - 1, a * rateA);
                }
                out[a][a] -= (top ? 0 : lambda) + a * rateA + (busy - a) * rateB;
            }
            return out;
        }

        private static void put(double[][] out, int from, int to, double rate) {
            if (rate > 0) {
                out[from][to] += rate;
            }
        }
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
