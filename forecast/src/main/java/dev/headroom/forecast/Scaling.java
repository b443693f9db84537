package dev.headroom.forecast;

/**
 * Values made comparable: their logarithm, or themselves, less the mean, over the mean absolute deviation. A forecast made on
 * scaled values scales with its series.
 *
 * @param log whether the logarithm is taken, of the value plus a hundredth of the mean; for series without negative values
 * @param unit the mean of the values, 1 when it is 0
 * @param centre mean after taking the logarithm
 * @param spread mean absolute deviation after taking the logarithm, never 0
 */
record Scaling(boolean log, double unit, double centre, double spread) {
    private static final double OFFSET = 0.01;
    private static final double MOST_LOG = 50;

    /** Of a series; the logarithm is left out when the series has negative values, or is zero all over. */
    static Scaling of(double[] y, boolean log) {
        double sum = 0;
        boolean negative = false;
        for (double v : y) {
            sum += Math.abs(v);
            negative |= v < 0;
        }
        double unit = sum > 0 ? sum / y.length : 1;
        boolean logged = log && !negative;
        Scaling raw = new Scaling(logged, unit, 0, 1);
        double centre = 0;
        for (double v : y) {
            centre += raw.in(v) / y.length;
        }
        double spread = 0;
        for (double v : y) {
            spread += Math.abs(raw.in(v) - centre) / y.length;
        }
        return new Scaling(logged, unit, centre, spread > 1e-9 ? spread : 1);
    }

    double[] numbers() {
        return new double[] {log ? 1 : 0, unit, centre, spread};
    }

    static Scaling of(double[] numbers) {
        return new Scaling(numbers[0] > 0, numbers[1], numbers[2], numbers[3]);
    }

    double in(double v) {
        double u = v / unit;
        return ((log ? Math.log(u + OFFSET) : u) - centre) / spread;
    }

    double out(double z) {
        double u = z * spread + centre;
        return unit * (log ? Math.exp(Math.min(u, MOST_LOG)) - OFFSET : u);
    }

    double[] in(double[] y) {
        double[] z = new double[y.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = in(y[i]);
        }
        return z;
    }

    double[] out(double[] z) {
        double[] y = new double[z.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = out(z[i]);
        }
        return y;
    }
}
