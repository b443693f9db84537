package dev.headroom.simulator.tune;

import org.jspecify.annotations.Nullable;

/**
 * A function guessed from some of its values: cubic radial basis functions with a linear tail, f(x) = Σ wᵢ |x − xᵢ|³ + b·x + a,
 * which passes through every value and is the smoothest that does, in the sense of a bent plate. Source: M. J. D. Powell, "The
 * theory of radial basis function approximation in 1990"; used for constrained search by R. Regis (COBRA, 2014).
 */
final class Surrogate {
    private static final double SINGULAR = 1e-13;

    private final double[][] points;
    private final double[] weights;

    private Surrogate(double[][] points, double[] weights) {
        this.points = points;
        this.weights = weights;
    }

    /** Through these values at these points; null when the points do not determine it. */
    static @Nullable Surrogate through(double[][] points, double[] values) {
        int n = points.length;
        int d = points[0].length;
        int size = n + d + 1;
        if (n <= d) {
            return null;
        }
        double[][] m = new double[size][size + 1];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                m[i][j] = cubed(points[i], points[j]);
            }
            for (int k = 0; k < d; k++) {
                m[i][n + k] = points[i][k];
                m[n + k][i] = points[i][k];
            }
            m[i][n + d] = 1;
            m[n + d][i] = 1;
            m[i][size] = values[i];
        }
        double[] weights = solved(m);
        return weights == null ? null : new Surrogate(points, weights);
    }

    /** The guess at a point. */
    double at(double[] x) {
        int n = points.length;
        double sum = weights[n + x.length];
        for (int i = 0; i < n; i++) {
            sum += weights[i] * cubed(x, points[i]);
        }
        for (int k = 0; k < x.length; k++) {
            sum += weights[n + k] * x[k];
        }
        return sum;
    }

    private static double cubed(double[] a, double[] b) {
        double squares = 0;
        for (int k = 0; k < a.length; k++) {
            squares += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return squares * Math.sqrt(squares);
    }

    /** Gauss's elimination with the largest pivots; the right side is the last column. */
    private static double @Nullable [] solved(double[][] m) {
        int size = m.length;
        for (int c = 0; c < size; c++) {
            int pivot = c;
            for (int r = c + 1; r < size; r++) {
                if (Math.abs(m[r][c]) > Math.abs(m[pivot][c])) {
                    pivot = r;
                }
            }
            if (Math.abs(m[pivot][c]) < SINGULAR) {
                return null;
            }
            double[] row = m[pivot];
            m[pivot] = m[c];
            m[c] = row;
            for (int r = c + 1; r < size; r++) {
                double factor = m[r][c] / row[c];
                for (int k = c; factor != 0 && k <= size; k++) {
                    m[r][k] -= factor * row[k];
                }
            }
        }
        double[] x = new double[size];
        for (int r = size - 1; r >= 0; r--) {
            double sum = m[r][size];
            for (int k = r + 1; k < size; k++) {
                sum -= m[r][k] * x[k];
            }
            x[r] = sum / m[r][r];
        }
        return x;
    }
}
