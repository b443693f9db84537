package dev.headroom.forecast;

/** Measures of forecast accuracy, as the M4 competition defines them. */
public final class Accuracy {

    private Accuracy() {}

    /**
     * The mean absolute error of the seasonal naive forecast inside a history, by which MASE and MSIS scale.
     *
     * @param y the history; steps without a value (NaN) are left out
     * @param period steps of the cycle, 1 for none
     * @return NaN when there is nothing to compare
     */
    public static double naiveError(double[] y, int period) {
        double sum = 0;
        int count = 0;
        for (int i = period; i < y.length; i++) {
            double d = Math.abs(y[i] - y[i - period]);
            if (!Double.isNaN(d)) {
                sum += d;
                count++;
            }
        }
        return count > 0 ? sum / count : Double.NaN;
    }

    /** The symmetric mean absolute percentage error, in percent from 0 to 200; steps that are 0 in both count as right. */
    public static double smape(double[] came, double[] forecast) {
        double sum = 0;
        int count = 0;
        for (int h = 0; h < came.length; h++) {
            if (!Double.isNaN(came[h])) {
                double size = Math.abs(came[h]) + Math.abs(forecast[h]);
                sum += size > 0 ? 200 * Math.abs(came[h] - forecast[h]) / size : 0;
                count++;
            }
        }
        return count > 0 ? sum / count : Double.NaN;
    }

    /** The mean absolute error; over {@link #naiveError} of the history it is MASE. */
    public static double mae(double[] came, double[] forecast) {
        double sum = 0;
        int count = 0;
        for (int h = 0; h < came.length; h++) {
            if (!Double.isNaN(came[h])) {
                sum += Math.abs(came[h] - forecast[h]);
                count++;
            }
        }
        return count > 0 ? sum / count : Double.NaN;
    }

    /**
     * The mean interval score: width, plus 2⁄alpha times how far what came lies outside; over {@link #naiveError} of the history
     * it is MSIS. Source: T. Gneiting and A. Raftery, "Strictly proper scoring rules, prediction, and estimation" (2007).
     *
     * @param alpha share that may lie outside, such as 0.05
     */
    public static double intervalScore(double[] came, double[] lower, double[] upper, double alpha) {
        double sum = 0;
        int count = 0;
        for (int h = 0; h < came.length; h++) {
            if (!Double.isNaN(came[h])) {
                sum += upper[h] - lower[h];
                sum += 2 / alpha * (Math.max(0, lower[h] - came[h]) + Math.max(0, came[h] - upper[h]));
                count++;
            }
        }
        return count > 0 ? sum / count : Double.NaN;
    }
}
