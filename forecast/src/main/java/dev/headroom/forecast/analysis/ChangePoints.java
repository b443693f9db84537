package dev.headroom.forecast.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Change points of a series: the split into stretches of one level each that has the least squares, each further stretch
 * costing a penalty; found exactly by optimal partitioning (Jackson et al. 2005). The noise is measured by the differences of
 * neighbours, and the penalty is 4 σ² ln n × (1 + ρ) ÷ (1 − ρ), ρ being the correlation of neighbours: a series that drifts
 * would otherwise fall into stairs.
 */
final class ChangePoints {
    private static final double PENALTY = 4;
    private static final double MOST_CORRELATED = 0.8;
    private static final int WINDOW = 7;
    private static final int MOST = 4000;

    private ChangePoints() {}

    /**
     * Indices at which a new level begins, ascending.
     *
     * @param v without NaN; at most {@value #MOST}
     * @param least shortest stretch
     */
    static List<Integer> of(double[] v, int least) {
        int n = v.length;
        if (n < 2 * least || n > MOST) {
            return List.of();
        }
        double[] sum = new double[n + 1];
        double[] squares = new double[n + 1];
        for (int i = 0; i < n; i++) {
            sum[i + 1] = sum[i] + v[i];
            squares[i + 1] = squares[i] + v[i] * v[i];
        }
        double penalty = penalty(v);
        double[] best = new double[n + 1];
        int[] from = new int[n + 1];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        best[0] = -penalty;
        for (int end = least; end <= n; end++) {
            for (int begin = 0; begin <= end - least; begin++) {
                double s = sum[end] - sum[begin];
                double cost = best[begin] + penalty + squares[end] - squares[begin] - s * s / (end - begin);
                if (cost < best[end]) {
                    best[end] = cost;
                    from[end] = begin;
                }
            }
        }
        List<Integer> out = new ArrayList<>();
        for (int at = from[n]; at > 0; at = from[at]) {
            out.add(0, at);
        }
        return out;
    }

    private static double penalty(double[] v) {
        double[] steps = new double[v.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = v[i + 1] - v[i];
        }
        double sigma = Math.max(1e-3, Robust.sigma(steps) / Math.sqrt(2));
        double[] smooth = Robust.rolling(v, WINDOW);
        double[] rest = new double[v.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = v[i] - smooth[i];
        }
        double spread = Math.max(sigma, Robust.sigma(rest));
        double rho = Math.min(MOST_CORRELATED, Math.max(0, Robust.neighbours(rest)));
        return PENALTY * spread * spread * StrictMath.log(v.length) * (1 + rho) / (1 - rho);
    }
}
