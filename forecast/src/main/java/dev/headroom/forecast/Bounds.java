package dev.headroom.forecast;

/**
 * Where forecasts of a history may lie: its own range, as much again on either side, and nothing below zero when it never was.
 * Keeps a model that has gone astray from being believed.
 *
 * @param least lowest
 * @param most highest
 */
record Bounds(double least, double most) {

    static Bounds of(double[] y) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double v : y) {
            low = v < low ? v : low;
            high = v > high ? v : high;
        }
        if (!(low <= high)) {
            return new Bounds(0, 0);
        }
        double range = high - low;
        double reach = range > 0 ? range : Math.abs(high);
        return new Bounds(low >= 0 ? Math.max(0, low - reach) : low - reach, high + reach);
    }

    /** The value inside the bounds that is nearest. */
    double inside(double v) {
        return v <= least ? least : v >= most ? most : v;
    }

    /** Forecasts inside the bounds; those that are no number become the last value seen. */
    double[] inside(double[] points, double last) {
        for (int h = 0; h < points.length; h++) {
            points[h] = inside(Double.isNaN(points[h]) ? last : points[h]);
        }
        return points;
    }
}
