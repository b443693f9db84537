package dev.headroom.engine.policy;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.TokenRates;
import org.jspecify.annotations.Nullable;

/**
 * The work of a language model as its token counters tell it, in replicas: i/P + d/min(D, s·v) with i prompt tokens read and
 * d answer tokens decoded a second, by the rates of {@link TokenRates} and s slots. How long a request holds a slot depends on
 * how many others do, so Little's law, from quiet times, promises too much for busy ones; the work of its tokens does not.
 *
 * <p>Counters tell the work that is done. That is the work that comes as long as no batch is full. Beyond, what comes is
 * more: of λ requests a second λ − ΔQ/Δt are begun while those that wait grow by ΔQ, so the work that comes is λ ÷ (λ − ΔQ/Δt)
 * times what is done. Callers who leave the line hide growth; so while batches are full a request counts for no less work than before.
 *
 * @param rates what a replica does with tokens
 * @param slots sequences in the batch of a replica
 * @param input prompt tokens read per second
 * @param output answer tokens generated per second
 */
record TokenWork(TokenRates rates, int slots, double input, double output) {
    /** Of the slots: from here on batches are taken to be full. */
    private static final double FULL = 0.98;

    /** Times that what comes is at most taken to be of what is done. */
    private static final double MOST = 10;

    /** What is seen; null where there is no language model, or its tokens are not measured. */
    static @Nullable TokenWork seen(Situation s) {
        TokenRates rates = s.replica().tokens();
        SignalValue input = s.measuring(Measure.INPUT_TOKENS);
        SignalValue output = s.measuring(Measure.OUTPUT_TOKENS);
        return rates != null && input != null && output != null && input.ok() && output.ok()
                ? new TokenWork(rates, s.replica().concurrency(), input.value(), output.value())
                : null;
    }

    /** Whether a replica tells its rates, and counters of its tokens are looked at, be they silent just now or not. */
    static boolean counted(Situation s) {
        return s.replica().tokens() != null
                && s.measuring(Measure.INPUT_TOKENS) != null
                && s.measuring(Measure.OUTPUT_TOKENS) != null;
    }

    private double reading() {
        return input / rates.prefill();
    }

    /** Replicas whose work is done if all batches in use are full; the first token of an answer comes with its prompt. */
    private double done(double begun) {
        return reading() + Math.max(0, output - begun) / rates.speed(slots);
    }

    /**
     * The work that comes, in replicas; NaN when nothing is known of it. Where counters are silent for once, that of a
     * request is as it was.
     *
     * @param perSecond requests that come
     * @param jobs running and waiting; NaN when unknown
     * @param items those waiting, or else running and waiting; NaN when unknown
     * @param at time of the sample, epoch milliseconds
     * @param old what was known at the sample before
     */
    static double comes(Situation s, double perSecond, double jobs, double items, long at, CapacityModel.Learned old) {
        TokenWork seen = seen(s);
        if (seen == null) {
            return old.knowsWork()
                    ? perSecond * old.service().seconds() / s.replica().concurrency()
                    : Double.NaN;
        }
        double room = old.service().samples() == 0
                ? seen.slots
                : seen.room(old.service().seconds());
        if (!(jobs >= FULL * room * s.fleet().ready())) {
            return seen.done(perSecond);
        }
        double grows = old.seenMillis() == Long.MIN_VALUE ? 0 : (items - old.backlog()) * 1e3 / (at - old.seenMillis());
        double begun = Math.max(perSecond / MOST, perSecond - (grows > 0 ? grows : 0));
        double before = old.knowsWork() && old.arrivals().level() > 0
                ? old.work().level() / old.arrivals().level()
                : 0;
        return perSecond * Math.max(before, begun > 0 ? seen.done(begun) / begun : 0);
    }

    private double share() {
        double all = reading() + output / rates.speed(slots);
        return all > 0 ? reading() / all : 0;
    }

    private double prompt(double seconds) {
        return Math.max(1, seconds / slots * share() * rates.prefill());
    }

    private double answer(double seconds) {
        return 1 + seconds / slots * (1 - share()) * rates.speed(slots);
    }

    /** Sequences that a batch has room for, where each holds a slot of a full one for so many seconds. */
    private double room(double seconds) {
        return rates.room(slots, prompt(seconds), answer(seconds));
    }

    /**
     * The fewest replicas for so many requests a second, each of which holds a slot of a full batch for {@code seconds}; what
     * of that is for its prompt and what for its answer is as at present.
     */
    int fewest(double perSecond, double seconds, double quantile, double limit, double fullest) {
        if (!(input + output > 0)) {
            return 0;
        }
        return TokenStaffing.fewest(
                rates, slots, perSecond, prompt(seconds), answer(seconds), quantile, limit, fullest);
    }
}
