package dev.headroom.forecast;

import org.jspecify.annotations.Nullable;

/**
 * Linear least squares with a penalty on the squares of the coefficients.
 *
 * <p>Source: A. E. Hoerl and R. W. Kennard, "Ridge Regression", Technometrics 12 (1970). Solved by Cholesky's decomposition of the
 * normal equations.
 */
final class Ridge {
    private final int width;
    private final int targets;
    final double[][] products;
    final double[][] with;

    /** For rows of so many features, to be regressed on so many targets. */
    Ridge(int width, int targets) {
        this.width = width;
        this.targets = targets;
        this.products = new double[width][width];
        this.with = new double[width][targets];
    }

    /** Takes in a row with one target. */
    void add(double[] x, double y, double weight) {
        for (int i = 0; i < width; i++) {
            double xi = weight * x[i];
            double[] row = products[i];
            for (int j = 0; j <= i; j++) {
                row[j] += xi * x[j];
            }
            with[i][0] += xi * y;
        }
    }

    /** Adds what another one of the same shape has taken in. */
    void add(Ridge other) {
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                products[i][j] += other.products[i][j];
            }
            for (int k = 0; k < targets; k++) {
                with[i][k] += other.with[i][k];
            }
        }
    }

    /**
     * The coefficients, {@code [feature][target]}; null when there is no solution in numbers.
     *
     * @param penalty added to the squares of each feature; the last one is the constant and has none of it
     */
    double @Nullable [][] solve(double penalty) {
        double[][] l = new double[width][width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = products[i][j] + (i == j ? i == width - 1 ? 1e-9 : penalty : 0);
                double[] li = l[i];
                double[] lj = l[j];
                for (int k = 0; k < j; k++) {
                    sum -= li[k] * lj[k];
                }
                if (i == j) {
                    if (!(sum > 0)) {
                        return null;
                    }
                    l[i][i] = Math.sqrt(sum);
                } else {
                    li[j] = sum / lj[j];
                }
            }
        }
        double[][] x = new double[width][];
        for (int i = 0; i < width; i++) {
            double[] row = with[i].clone();
            for (int k = 0; k < i; k++) {
                take(row, x[k], l[i][k]);
            }
            for (int t = 0; t < targets; t++) {
                row[t] /= l[i][i];
            }
            x[i] = row;
        }
        for (int i = width - 1; i >= 0; i--) {
            for (int k = i + 1; k < width; k++) {
                take(x[i], x[k], l[k][i]);
            }
            for (int t = 0; t < targets; t++) {
                x[i][t] /= l[i][i];
            }
        }
        return x;
    }

    private static void take(double[] from, double[] row, double times) {
        for (int t = 0; t < from.length; t++) {
            from[t] -= times * row[t];
        }
    }
}
