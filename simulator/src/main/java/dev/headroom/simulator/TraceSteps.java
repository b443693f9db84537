package dev.headroom.simulator;

import java.util.List;

/** The regular grid of steps under the lines of a trace. */
final class TraceSteps {
    private static final long LONGEST_INTERPOLATED = 3_600_000;

    private TraceSteps() {}

    /** Fills the steps not seen, by interpolation up to an hour, else with zero, and says so. */
    static void fill(double[] demand, boolean[] seen, long step, List<String> notes) {
        int interpolated = 0;
        int zeroed = 0;
        for (int i = 0; i < demand.length; i++) {
            if (seen[i]) {
                continue;
            }
            int end = i;
            while (!seen[end]) {
                end++;
            }
            int gap = end - i;
            if (gap * step <= LONGEST_INTERPOLATED) {
                for (int k = i; k < end; k++) {
                    demand[k] = demand[i - 1] + (demand[end] - demand[i - 1]) * (k - i + 1) / (gap + 1);
                }
                interpolated += gap;
            } else {
                zeroed += gap;
            }
            i = end;
        }
        if (interpolated > 0) {
            notes.add(count(
                            interpolated,
                            "missing step in a gap of up to an hour is",
                            "missing steps in gaps of up to an hour are")
                    + " interpolated");
        }
        if (zeroed > 0) {
            notes.add(count(
                            zeroed,
                            "missing step in a gap longer than an hour is",
                            "missing steps in gaps longer than an hour are")
                    + " taken as zero");
        }
    }

    /** A number with the words for one, or for several. */
    static String count(int n, String one, String several) {
        return n + " " + (n == 1 ? one : several);
    }
}
