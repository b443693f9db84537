package dev.headroom.forecast.analysis;

/** Tells the course of an event by what is above the expected, averaged in up to twelve parts of equal length. */
final class Shapes {
    private static final int PARTS = 12;
    private static final double HIGH = 0.6;
    private static final double LOW = 0.5;

    private Shapes() {}

    static Event.Shape of(double[] above) {
        if (above.length < 2) {
            return Event.Shape.SPIKE;
        }
        double[] part = parts(above);
        int peak = 0;
        for (int i = 0; i < part.length; i++) {
            peak = part[i] > part[peak] ? i : peak;
        }
        double top = part[peak];
        int high = 0;
        for (double p : part) {
            high += p >= HIGH * top ? 1 : 0;
        }
        int n = part.length;
        double first = mean(part, 0, (n + 1) / 2);
        double second = mean(part, n / 2, n);
        if (peak <= (n - 1) / 3 && part[n - 1] <= LOW * top && second <= HIGH * first) {
            return Event.Shape.SPIKE_AND_DECAY;
        }
        if (peak >= n - 1 - (n - 1) / 3 && part[0] <= LOW * top && first <= HIGH * second) {
            return Event.Shape.BUILD_UP;
        }
        return high >= HIGH * n ? Event.Shape.SUSTAINED : Event.Shape.IRREGULAR;
    }

    private static double[] parts(double[] v) {
        int n = Math.min(PARTS, v.length);
        double[] out = new double[n];
        for (int p = 0; p < n; p++) {
            out[p] = mean(v, (int) ((long) p * v.length / n), (int) ((p + 1L) * v.length / n));
        }
        return out;
    }

    private static double mean(double[] v, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += v[i];
        }
        return sum / (to - from);
    }
}
