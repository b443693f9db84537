package dev.headroom.engine.policy;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.TokenRates;
import org.jspecify.annotations.Nullable;

/**
 * The work of a language model as its token counters tell it. How long a request holds a slot depends on how many others do,
 * so Little's law, from quiet times, promises too much for busy ones; the work of its tokens does not.
 *
 * @param rates what a replica does with tokens
 * @param slots sequences in the batch of a replica
 * @param input prompt tokens read per second
 * @param output answer tokens generated per second
 */
record TokenWork(TokenRates rates, int slots, double input, double output) {

    /** What is seen; null where there is no language model, or its tokens are not measured. */
    static @Nullable TokenWork seen(Situation s) {
        TokenRates rates = s.replica().tokens();
        SignalValue input = s.measuring(Measure.INPUT_TOKENS);
        SignalValue output = s.measuring(Measure.OUTPUT_TOKENS);
        return rates != null && input != null && output != null && input.ok() && output.ok()
                ? new TokenWork(rates, s.replica().concurrency(), input.value(), output.value())
                : null;
    }

    private double reading() {
        return input / rates.prefill();
    }

    /** Slots that would be busy if all batches in use were full. */
    double busy() {
        return slots * (reading() + output / rates.speed(slots));
    }

    /**
     * The fewest replicas for so many requests a second, each of which holds a slot of a full batch for {@code seconds}; what
     * of that is for its prompt and what for its answer is as at present.
     */
    int fewest(double perSecond, double seconds, double quantile, double limit) {
        if (!(busy() > 0)) {
            return 0;
        }
        double each = seconds / slots;
        double share = reading() / (busy() / slots);
        double prompt = Math.max(1, each * share * rates.prefill());
        double answer = 1 + each * (1 - share) * rates.speed(slots);
        return TokenStaffing.fewest(rates, slots, perSecond, prompt, answer, quantile, limit);
    }
}
