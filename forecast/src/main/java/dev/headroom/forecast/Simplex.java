package dev.headroom.forecast;

import java.util.function.ToDoubleFunction;

/**
 * Minimises a function of a few variables without derivatives.
 *
 * <p>Source: J. A. Nelder and R. Mead, "A simplex method for function minimization", The Computer Journal 7 (1965), with the
 * usual coefficients 1, 2, ½, ½.
 */
final class Simplex {

    private Simplex() {}

    /**
     * The best point found.
     *
     * @param f NaN and infinity count as worst
     * @param start where to begin
     * @param edges how far the first steps go, one a variable
     * @param evaluations most calls of the function
     */
    static double[] minimise(ToDoubleFunction<double[]> f, double[] start, double[] edges, int evaluations) {
        int n = start.length;
        double[][] corners = new double[n + 1][];
        double[] values = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            corners[i] = start.clone();
            if (i > 0) {
                corners[i][i - 1] += edges[i - 1];
            }
            values[i] = value(f, corners[i]);
        }
        int calls = n + 1;
        while (calls < evaluations) {
            sort(corners, values);
            if (values[n] - values[0] <= 1e-7 * (Math.abs(values[0]) + 1e-7)) {
                break;
            }
            double[] centre = new double[n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    centre[j] += corners[i][j] / n;
                }
            }
            double[] mirrored = along(centre, corners[n], -1);
            double at = value(f, mirrored);
            calls++;
            if (at < values[0]) {
                double[] further = along(centre, corners[n], -2);
                double beyond = value(f, further);
                calls++;
                boolean better = beyond < at;
                corners[n] = better ? further : mirrored;
                values[n] = better ? beyond : at;
            } else if (at < values[n - 1]) {
                corners[n] = mirrored;
                values[n] = at;
            } else {
                double[] nearer = along(centre, at < values[n] ? mirrored : corners[n], 0.5);
                double inside = value(f, nearer);
                calls++;
                if (inside < Math.min(at, values[n])) {
                    corners[n] = nearer;
                    values[n] = inside;
                } else {
                    for (int i = 1; i <= n; i++) {
                        corners[i] = along(corners[0], corners[i], 0.5);
                        values[i] = value(f, corners[i]);
                        calls++;
                    }
                }
            }
        }
        sort(corners, values);
        return corners[0];
    }

    private static double value(ToDoubleFunction<double[]> f, double[] x) {
        double v = f.applyAsDouble(x);
        return Double.isNaN(v) ? Double.POSITIVE_INFINITY : v;
    }

    private static double[] along(double[] from, double[] to, double share) {
        double[] x = new double[from.length];
        for (int j = 0; j < x.length; j++) {
            x[j] = from[j] + share * (to[j] - from[j]);
        }
        return x;
    }

    private static void sort(double[][] corners, double[] values) {
        for (int i = 1; i < values.length; i++) {
            double v = values[i];
            double[] corner = corners[i];
            int j = i - 1;
            while (j >= 0 && values[j] > v) {
                values[j + 1] = values[j];
                corners[j + 1] = corners[j];
                j--;
            }
            values[j + 1] = v;
            corners[j + 1] = corner;
        }
    }
}
