package dev.headroom.engine.policy;

import dev.headroom.engine.model.Queueing;

/** The fewest replicas that keep a latency promise, by the M/M/c queue. */
final class Staffing {

    /** No plan loads the slots more than this: above, a small error in the load is a long queue. */
    static final double FULLEST = 0.97;

    /** Share of the limit that waiting may add before it counts, where the service alone is what takes too long. */
    private static final double NEGLIGIBLE = 0.1;

    private Staffing() {}

    /** With at most {@value #FULLEST} of the slots busy. */
    static int fewest(double offered, double serviceSeconds, int each, double quantile, double limit, int guess) {
        return fewest(offered, serviceSeconds, each, quantile, limit, guess, FULLEST);
    }

    /**
     * The fewest replicas whose responses exceed the limit no more often than promised, or, where the service alone takes
     * so long that this is out of reach, whose waiting time exceeds a tenth of the limit no more often: beyond that, more
     * replicas do not help.
     *
     * @param offered slots kept busy, at least 0
     * @param serviceSeconds mean time a slot is held, positive
     * @param each slots per replica
     * @param quantile share of responses within the limit
     * @param limit in seconds
     * @param guess where the search begins
     * @param fullest most of the slots that may be kept busy, at most 1
     */
    static int fewest(
            double offered, double serviceSeconds, int each, double quantile, double limit, int guess, double fullest) {
        int least = Math.max(1, Replicas.ceil(offered / (fullest * each)));
        if ((long) least * each > 1_000_000_000L) {
            return least;
        }
        double beyond = 1 - quantile;
        if (meets(least, offered, serviceSeconds, each, beyond, limit)) {
            return least;
        }
        // Found by doubling away from the guess, then by halving; mostly the guess is right or off by one.
        int fails = least;
        int step = 1;
        int enough = Math.max(least + 1, Math.min(guess, 2_000_000_000 / each));
        if (meets(enough, offered, serviceSeconds, each, beyond, limit)) {
            while (enough - step > fails) {
                int lower = enough - step;
                if (!meets(lower, offered, serviceSeconds, each, beyond, limit)) {
                    fails = lower;
                    break;
                }
                enough = lower;
                step *= 2;
            }
        } else {
            do {
                fails = enough;
                enough += step;
                step *= 2;
            } while ((long) enough * each < 2_000_000_000L
                    && !meets(enough, offered, serviceSeconds, each, beyond, limit));
        }
        while (enough - fails > 1) {
            int middle = fails + (enough - fails) / 2;
            if (meets(middle, offered, serviceSeconds, each, beyond, limit)) {
                enough = middle;
            } else {
                fails = middle;
            }
        }
        return enough;
    }

    /** Of the requests in the system those in service: what is left when the expected queue is taken away. */
    static double busy(double jobs, int slots) {
        double low = 0;
        double high = jobs;
        if (Queueing.meanQueueLength(slots, jobs) < 0.01 * jobs) {
            return jobs;
        }
        for (int i = 0; i < 12; i++) {
            double middle = (low + high) / 2;
            if (middle + Queueing.meanQueueLength(slots, middle) > jobs) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }

    private static boolean meets(int replicas, double offered, double service, int each, double beyond, double limit) {
        int slots = replicas * each;
        double waits = Queueing.erlangC(slots, offered);
        double spare = slots - offered;
        return spare > 0
                && (Queueing.responseTailGiven(waits, spare, service, 1, limit) <= beyond
                        || waits * Math.exp(-spare * NEGLIGIBLE * limit / service) <= beyond);
    }
}
