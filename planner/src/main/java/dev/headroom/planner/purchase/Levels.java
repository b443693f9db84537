package dev.headroom.planner.purchase;

import java.util.Arrays;

/**
 * A demand curve turned on its side: in how many hours each level of it is used. This is the load-duration curve of electric
 * power planning. Level c is the slice of demand from c − 1 to c.
 */
final class Levels {

    private final double[] demand;
    private final double[] above;

    /**
     * The levels of a curve.
     *
     * @param spotMost what spot may take of each hour, at most its demand
     */
    Levels(DemandCurve curve, double[] spotMost) {
        demand = new double[curve.hours()];
        above = new double[curve.hours()];
        for (int t = 0; t < demand.length; t++) {
            demand[t] = curve.at(t);
            above[t] = curve.at(t) - spotMost[t];
        }
        Arrays.sort(demand);
        Arrays.sort(above);
    }

    /** Unit-hours of level c that are used: Σ over the hours of clamp(demand − (c − 1), 0, 1). */
    double used(int c) {
        return slice(demand, c);
    }

    /** Unit-hours of level c that are used even when spot takes all it may. */
    double aboveSpot(int c) {
        return slice(above, c);
    }

    private static double slice(double[] sorted, int c) {
        int full = firstAtLeast(sorted, c);
        double sum = sorted.length - full;
        for (int i = full - 1; i >= 0 && sorted[i] > c - 1; i--) {
            sum += sorted[i] - (c - 1);
        }
        return sum;
    }

    private static int firstAtLeast(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
