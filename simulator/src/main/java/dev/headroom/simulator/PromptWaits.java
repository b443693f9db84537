package dev.headroom.simulator;

/**
 * Waits before prompts are read, gathered by their length so that the law of the prompts is laid over each length once and
 * not over every wait: 64 lengths an octave, each told as the mean of those in it.
 */
final class PromptWaits {
    private final TokenLaw law;
    private final double[] prompts;
    private final double[] weight = new double[LogHistogram.BINS];
    private final double[] sum = new double[LogHistogram.BINS];
    private int low = LogHistogram.BINS;
    private int high = -1;

    PromptWaits(TokenLaw law) {
        this.law = law;
        this.prompts = law.promptCells();
    }

    /** An amount has waited so many seconds. */
    void add(double seconds, double much) {
        int i = LogHistogram.bin(seconds);
        weight[i] += much;
        sum[i] += much * seconds;
        low = Math.min(low, i);
        high = Math.max(high, i);
    }

    /**
     * Tells the times to the first tokens of those who have waited, and forgets them.
     *
     * @param own seconds it takes to read the mean prompt
     * @param limit in seconds; what takes longer is late
     */
    void tell(double own, double limit, Answers answers, LogHistogram first) {
        for (int i = low; i <= high; i++) {
            double much = weight[i];
            if (much > 0) {
                double wait = sum[i] / much;
                answers.judge(much * law.promptsWithin((limit - wait) / own), much);
                for (int k = 0; k < prompts.length; k++) {
                    double seconds = wait + own * prompts[k];
                    double part = much * TokenLaw.WEIGHT[k];
                    first.add(seconds, part);
                    answers.add(seconds, part);
                }
            }
            weight[i] = 0;
            sum[i] = 0;
        }
        low = LogHistogram.BINS;
        high = -1;
    }
}
