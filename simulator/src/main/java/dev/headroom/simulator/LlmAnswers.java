package dev.headroom.simulator;

import dev.headroom.engine.model.TokenRates;

/**
 * When the tokens come of those who are admitted in a {@link LlmFluid}: the first after the wait to be admitted, the wait for
 * a replica that reads, and the reading of the prompt; the last after as many times the time between tokens as the answer is
 * long; both spread over the laws of the lengths.
 */
final class LlmAnswers {
    private static final double SMOOTHED_SECONDS = 10;
    /** Load of reading up to which its queue is looked at as stationary. */
    private static final double STATIONARY = 0.98;
    /** Cells of the waiting law that are told together. */
    private static final int TOGETHER = 4;
    /** Probability of a wait that is left out. */
    private static final double RARE = 1e-5;

    private final TokenWorld world;
    private final double limit;
    private final double arrivalScv;
    private final double[] prompts;
    private final double[] lasts;
    private final PromptWaits gathered;
    private final Stationary queue = new Stationary();

    /** Seconds it takes to read the mean prompt. */
    private double own;

    private double decoded;
    private double perToken = Double.POSITIVE_INFINITY;
    /** Share of the time that is read, smoothed: what comes in a sub-step is too few to tell. */
    private double reading;
    /** Seconds until a prompt that comes now is read, while prompts pile up; NaN when they do not. */
    private double pile = Double.NaN;

    private int servers = 1;
    private boolean solved;

    /**
     * None yet.
     *
     * @param limit in seconds; what takes longer is late
     * @param arrivalScv squared coefficient of variation of the times between arrivals
     */
    LlmAnswers(TokenWorld world, double limit, double arrivalScv) {
        this.world = world;
        this.limit = limit;
        this.arrivalScv = arrivalScv;
        this.prompts = world.law.promptCells();
        this.lasts = world.law.answerCells();
        this.gathered = new PromptWaits(world.law);
    }

    /** The mean lengths from now on. */
    void lengths(double in, double out) {
        double reads = in / world.rates.prefill();
        if (reads != own) {
            tell();
            own = reads;
            solved = false;
        }
        decoded = TokenRates.decoded(out);
    }

    /** A share of the time is read for so many seconds. */
    void reading(double share, double seconds) {
        reading += (share - reading) * seconds / (seconds + SMOOTHED_SECONDS);
        solved = false;
    }

    /**
     * What those find who are admitted from now on.
     *
     * @param seconds until a prompt that comes now is read, while prompts pile up; NaN when they do not
     * @param replicas ready
     */
    void pile(double seconds, int replicas) {
        pile = seconds;
        servers = Math.max(1, replicas);
    }

    /** Seconds between two tokens of an answer from now on. */
    void perToken(double seconds) {
        perToken = seconds;
    }

    /** An amount is admitted after a wait in seconds. */
    void admitted(double wait, double much) {
        if (!(much > 0)) {
            return;
        }
        double mean = wait + own;
        if (!Double.isNaN(pile)) {
            first(wait + pile, much);
            mean += pile;
        } else {
            solve();
            double waits = queue.waits < RARE ? 0 : queue.waits;
            for (int i = 0; i < Stationary.CELLS && waits > 0; i += TOGETHER) {
                double weight = 0;
                double sum = 0;
                for (int k = i; k < Math.min(Stationary.CELLS, i + TOGETHER); k++) {
                    weight += Stationary.WEIGHT[k];
                    sum += Stationary.WEIGHT[k] * queue.wait[k];
                }
                first(wait + sum / weight, much * waits * weight);
            }
            mean += waits > 0 ? waits * queue.meanWait : 0;
            first(wait, much * (1 - waits));
        }
        if (perToken < Double.POSITIVE_INFINITY) {
            world.times.each.add(perToken, much);
        }
        if (!world.promisesAnswer) {
            last(mean, much);
        }
    }

    /** The queue of prompts, once for all that are admitted in a sub-step. */
    private void solve() {
        if (solved) {
            return;
        }
        solved = true;
        double load = Math.min(STATIONARY, reading);
        if (load > 0) {
            queue.solve(
                    load * servers / own,
                    servers,
                    servers / own,
                    arrivalScv,
                    world.law.inputScv(),
                    Double.POSITIVE_INFINITY);
        } else {
            queue.waits = 0;
        }
    }

    /** First tokens come after a wait and the reading of the prompt. */
    private void first(double wait, double much) {
        if (!world.promisesAnswer) {
            gathered.add(wait, much);
            return;
        }
        for (int i = 0; i < prompts.length; i++) {
            double seconds = wait + own * prompts[i];
            double part = much * TokenLaw.WEIGHT[i];
            world.times.first.add(seconds, part);
            last(seconds, part);
        }
    }

    /** Last tokens come after the first ones. */
    private void last(double first, double much) {
        double whole = perToken < Double.POSITIVE_INFINITY ? perToken * decoded : 0;
        double kept = 0;
        for (int i = 0; i < lasts.length; i++) {
            double took = first + whole * lasts[i];
            double part = much * TokenLaw.WEIGHT[i];
            world.times.last.add(took, part);
            if (world.promisesAnswer) {
                world.answers.add(took, part);
                kept += world.answers.keeps(took) ? part : 0;
            }
        }
        if (world.promisesAnswer) {
            world.answers.judge(kept, much);
        }
    }

    /** Tells what has been gathered. */
    void tell() {
        gathered.tell(own, limit, world.answers, world.times.first);
    }
}
