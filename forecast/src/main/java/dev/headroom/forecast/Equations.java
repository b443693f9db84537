package dev.headroom.forecast;

/** Normal equations of a weighted ridge regression without intercept, row by row. */
final class Equations {

    private final int k;
    private final double[][] a;
    private final double[] b;
    private int rows;

    Equations(int features) {
        this.k = features;
        this.a = new double[k][k];
        this.b = new double[k];
    }

    /** Adds a row. */
    void add(double[] x, double target, double weight) {
        rows++;
        for (int i = 0; i < k; i++) {
            double wx = weight * x[i];
            b[i] += wx * target;
            double[] row = a[i];
            for (int j = 0; j <= i; j++) {
                row[j] += wx * x[j];
            }
        }
    }

    /**
     * The coefficients, each shrunk as if features of its own size had been seen without effect in {@code extra} rows
     * more, and a share {@code ridge} of all rows. By Cholesky's decomposition.
     */
    double[] solve(double ridge, double extra) {
        double share = ridge + extra / Math.max(1, rows);
        double[][] l = new double[k][k];
        double[] z = new double[k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? a[i][i] * (1 + share) : a[i][j];
                for (int m = 0; m < j; m++) {
                    sum -= l[i][m] * l[j][m];
                }
                if (i == j) {
                    // A feature that never moves, or moves as others do, is left out.
                    l[i][i] = sum > 1e-12 * a[i][i] && sum > Double.MIN_NORMAL
                            ? Math.sqrt(sum)
                            : Double.POSITIVE_INFINITY;
                } else {
                    l[i][j] = sum / l[j][j];
                }
            }
            double rest = b[i];
            for (int m = 0; m < i; m++) {
                rest -= l[i][m] * z[m];
            }
            z[i] = rest / l[i][i];
        }
        double[] c = new double[k];
        for (int i = k - 1; i >= 0; i--) {
            double rest = z[i];
            for (int m = i + 1; m < k; m++) {
                rest -= l[m][i] * c[m];
            }
            c[i] = rest / l[i][i];
        }
        return c;
    }
}
