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
}
