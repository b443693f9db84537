package dev.headroom.engine.policy;

import dev.headroom.engine.model.Queueing;
import dev.headroom.engine.model.TokenRates;

/**
 * The fewest replicas of a language model that bring the first token in time.
 *
 * <p>With λ requests a second of i prompt and o answer tokens in the mean, and batches of s sequences (the slots, or as many as
 * the cache has room for), c replicas are enough when
 *
 * <ol>
 *   <li>the work fits: λ·(i/P + (o − 1)/min(D, s·v)) ≤ f·c with f full load or less, and with prompts read at P, decoding at D in
 *       all and at v a sequence ({@link TokenRates});
 *   <li>first tokens are late no more often than promised: those that find every batch full and wait to be admitted, which
 *       they do with {@link TokenRates#full} for an exponential time of the rate that is left, 1/(i/P + …)·c − λ; and those
 *       that are admitted and whose prompt is read too late, by the M/M/c queue of prompts of i/P seconds. Where prompts alone
 *       take so long that this is out of reach, waiting more than a tenth of the limit counts instead.
 * </ol>
 */
record TokenStaffing(
        TokenRates rates,
        double perSecond,
        double input,
        double output,
        double room,
        double beyond,
        double limit,
        double fullest) {
    private static final double NEGLIGIBLE = 0.1;
    private static final int MOST = 1 << 28;

    /**
     * The fewest replicas, at least 1 when anything comes.
     *
     * @param slots sequences in the batch of a replica, at least 1
     * @param perSecond requests a second of all
     * @param input mean tokens of a prompt, positive
     * @param output mean tokens of an answer, at least 1
     * @param quantile share of first tokens that are to come within the limit
     * @param limit in seconds; infinite when nothing is promised
     * @param fullest share of their load that replicas may be given, at most 1
     */
    static int fewest(
            TokenRates rates,
            int slots,
            double perSecond,
            double input,
            double output,
            double quantile,
            double limit,
            double fullest) {
        if (!(perSecond > 0)) {
            return 0;
        }
        double room = rates.room(slots, input, output);
        TokenStaffing s = new TokenStaffing(rates, perSecond, input, output, room, 1 - quantile, limit, fullest);
        int fails = Replicas.ceil(perSecond * s.seconds() / fullest) - 1;
        int enough = fails + 1;
        for (int step = 1; enough < MOST && !s.meets(enough); step *= 2) {
            fails = enough;
            enough += step;
        }
        while (enough - fails > 1) {
            int middle = fails + (enough - fails) / 2;
            if (s.meets(middle)) {
                enough = middle;
            } else {
                fails = middle;
            }
        }
        return Math.max(1, enough);
    }

    private double seconds() {
        return rates.seconds(input, output, room);
    }

    private boolean meets(int replicas) {
        if (replicas < 1 || perSecond * seconds() > fullest * replicas) {
            return false;
        }
        double own = input / rates.prefill();
        double reading = perSecond * own;
        double full = rates.full(replicas, room, perSecond, input, output);
        double spare = replicas / seconds() - perSecond;
        double notAdmitted = full * Math.exp(-spare * Math.max(0, limit - own));
        double waits = Queueing.erlangC(replicas, reading);
        double tooLong = Queueing.responseTailGiven(waits, replicas - reading, own, 1, limit);
        return notAdmitted + tooLong <= beyond
                || full * Math.exp(-spare * NEGLIGIBLE * limit)
                                + waits * Math.exp(-(replicas - reading) * NEGLIGIBLE * limit / own)
                        <= beyond;
    }
}
