package dev.headroom.report;

import java.util.List;

/**
 * One series of a {@link Chart}. The arrays are not copied and must not be changed afterwards; what is not finite is a gap.
 *
 * @param kind how it is drawn
 * @param name its name in the legend
 * @param x places on the x axis, ascending unless the kind is {@link Kind#SCATTER}
 * @param y values, as many as x; of a {@link Kind#BAND} the upper edge
 * @param low the lower edge of a {@link Kind#BAND}, else empty
 * @param labels a label for each point of a {@link Kind#SCATTER}, or empty
 */
@SuppressWarnings("ArrayRecordComponent") // columns of up to a hundred thousand numbers; compared by nobody
public record Series(Kind kind, String name, double[] x, double[] y, double[] low, List<String> labels) {

    /** How a series is drawn. */
    public enum Kind {
        /** Straight lines between the points. */
        LINE,
        /** The same, filled down to zero. */
        AREA,
        /** Each value holds until the next point. */
        STEP,
        /** A column for each point. */
        BAR,
        /** Points. */
        SCATTER,
        /** A filled band between two edges, in the colour of the series before it. */
        BAND,
        /** A grey area of values that hold until the next point: what the other series are held against. */
        BACKDROP
    }

    public Series {
        labels = List.copyOf(labels);
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "series '" + name + "' has " + x.length + " places and " + y.length + " values");
        }
        if (kind == Kind.BAND ? low.length != y.length : low.length != 0) {
            throw new IllegalArgumentException("series '" + name + "' has " + low.length + " lower edges for "
                    + y.length + " values" + (kind == Kind.BAND ? "" : ", and only a band has any"));
        }
        if (!labels.isEmpty() && labels.size() != x.length) {
            throw new IllegalArgumentException(
                    "series '" + name + "' has " + x.length + " points and " + labels.size() + " labels");
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i])) {
                throw new IllegalArgumentException("series '" + name + "' has a place that is not a number, at " + i);
            }
            if (kind != Kind.SCATTER && i > 0 && x[i] < x[i - 1]) {
                throw new IllegalArgumentException(
                        "series '" + name + "' goes back from " + x[i - 1] + " to " + x[i] + ", at " + i);
            }
        }
    }
}
