package dev.headroom.simulator;

import dev.headroom.engine.model.TokenRates;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lengths of requests, drawn one by one or told as moments.
 *
 * <p>Where every request of the trace was recorded, one of those of the same bucket is drawn. Otherwise one of the kinds is
 * drawn by its share and two lognormal lengths of it; where the trace tells means, both are stretched so that the mean of
 * the kinds becomes that of the bucket. Moments beyond the mean are those of a sample, relative to the means, and the same for
 * all buckets.
 */
final class TokenLaw {
    private static final int SAMPLE = 16_384;
    private static final int BODY = 20;
    private static final double BODY_SHARE = 0.8;
    private static final int CELLS = 44;

    /** Weights of the cells a law is told by: even up to four fifths, and beyond, two halve what is left. */
    static final double[] WEIGHT = new double[CELLS];

    static {
        for (int i = 0; i < BODY; i++) {
            WEIGHT[i] = BODY_SHARE / BODY;
        }
        double left = 1 - BODY_SHARE;
        for (int i = BODY; i < CELLS; i++) {
            WEIGHT[i] = i == CELLS - 1 ? left : left * (1 - Math.sqrt(0.5));
            left -= WEIGHT[i];
        }
    }

    /** The sample is part of the law and not of a run: its seed is always the same. */
    private static final long SAMPLE_SEED = 20_261_126;

    private final List<TokenKind> kinds;
    private final double[] upTo;
    private final double[] inputSigma;
    private final double[] outputSigma;
    private final @Nullable Lengths lengths;
    private final double kindsInput;
    private final double kindsOutput;

    /** Prompts relative to their mean, ascending. */
    private final double[] prompts;

    /** Answers relative to their mean, ascending. */
    private final double[] answers;

    private final double inputSquare;
    private final double outputSquare;
    private final double product;

    /** Tokens of the prompt drawn last. */
    int input;

    /** Tokens of the answer drawn last. */
    int output;

    TokenLaw(List<TokenKind> mix, @Nullable Lengths lengths) {
        this.kinds = mix;
        this.lengths = lengths;
        upTo = new double[mix.size()];
        inputSigma = new double[mix.size()];
        outputSigma = new double[mix.size()];
        double all = mix.stream().mapToDouble(TokenKind::share).sum();
        double sum = 0;
        double in = 0;
        double out = 0;
        for (int k = 0; k < upTo.length; k++) {
            TokenKind kind = mix.get(k);
            double p = kind.share() / all;
            sum += p;
            upTo[k] = sum;
            in += p * kind.inputMean();
            out += p * kind.outputMean();
            inputSigma[k] = Math.sqrt(StrictMath.log1p(kind.inputCv() * kind.inputCv()));
            outputSigma[k] = Math.sqrt(StrictMath.log1p(kind.outputCv() * kind.outputCv()));
        }
        kindsInput = in;
        kindsOutput = out;
        double[] ins;
        double[] outs;
        if (lengths != null && lengths.recorded()) {
            int size = Math.min(SAMPLE, lengths.requests());
            ins = new double[size];
            outs = new double[size];
            for (int i = 0; i < size; i++) {
                int k = (int) ((long) i * lengths.requests() / size);
                ins[i] = lengths.prompt(k);
                outs[i] = lengths.answer(k);
            }
        } else {
            Rng rng = new Rng(SAMPLE_SEED, Rng.Stream.SERVICE);
            ins = new double[SAMPLE];
            outs = new double[SAMPLE];
            for (int i = 0; i < SAMPLE; i++) {
                int k = kind(rng);
                ins[i] = kinds.get(k).inputMean() * factor(inputSigma[k], rng);
                outs[i] = kinds.get(k).outputMean() * factor(outputSigma[k], rng);
            }
        }
        double inMean = Arrays.stream(ins).average().orElse(1);
        double outMean = Arrays.stream(outs).average().orElse(1);
        double inSq = 0;
        double outSq = 0;
        double both = 0;
        for (int i = 0; i < ins.length; i++) {
            ins[i] /= inMean;
            outs[i] /= outMean;
            inSq += ins[i] * ins[i] / ins.length;
            outSq += outs[i] * outs[i] / ins.length;
            both += ins[i] * outs[i] / ins.length;
        }
        inputSquare = inSq;
        outputSquare = outSq;
        product = both;
        Arrays.sort(ins);
        Arrays.sort(outs);
        prompts = ins;
        answers = outs;
    }

    private int kind(Rng rng) {
        double u = rng.uniform();
        int k = 0;
        while (k < upTo.length - 1 && u > upTo[k]) {
            k++;
        }
        return k;
    }

    private static double factor(double sigma, Rng rng) {
        return sigma == 0 ? 1 : StrictMath.exp(sigma * rng.gaussian() - sigma * sigma / 2);
    }

    /** Draws the lengths of a request that comes in a bucket, into {@link #input} and {@link #output}; at least 1 each. */
    void draw(int bucket, Rng rng) {
        if (lengths != null && lengths.recorded()) {
            int k = lengths.draw(bucket, rng);
            input = Math.max(1, lengths.prompt(k));
            output = Math.max(1, lengths.answer(k));
            return;
        }
        int k = kind(rng);
        double in = kinds.get(k).inputMean() * factor(inputSigma[k], rng);
        double out = kinds.get(k).outputMean() * factor(outputSigma[k], rng);
        if (lengths != null) {
            in *= lengths.input(bucket) / kindsInput;
            out *= lengths.output(bucket) / kindsOutput;
        }
        input = (int) Math.max(1, Math.rint(in));
        output = (int) Math.max(1, Math.rint(out));
    }

    /** Mean tokens of a prompt that comes in a bucket. */
    double input(int bucket) {
        return lengths == null ? kindsInput : lengths.input(bucket);
    }

    /** Mean tokens of an answer. */
    double output(int bucket) {
        return lengths == null ? kindsOutput : lengths.output(bucket);
    }

    /** Squared coefficient of variation of the prompts. */
    double inputScv() {
        return Math.max(0, inputSquare - 1);
    }

    /** Mean square of the answers ÷ the square of their mean: 1 + cv². */
    double outputSquare() {
        return outputSquare;
    }

    /** Share of prompts of at most {@code times} the mean. */
    double promptsWithin(double times) {
        return within(prompts, times);
    }

    /** Share of answers of at most {@code times} the mean. */
    double answersWithin(double times) {
        return within(answers, times);
    }

    private static double within(double[] sorted, double most) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= most) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (double) low / sorted.length;
    }

    /** How many times the mean a request's tokens are, in the mean over the longest {@code share} of either kind. */
    double largest(double share) {
        int count = (int) Math.max(1, Math.ceil(share * prompts.length));
        double ins = 0;
        double outs = 0;
        for (int i = prompts.length - Math.min(count, prompts.length); i < prompts.length; i++) {
            ins += prompts[i];
            outs += answers[i];
        }
        return Math.max(ins, outs) / count;
    }

    /** Prompts relative to their mean, for the cells of {@link #WEIGHT}. */
    double[] promptCells() {
        return cells(prompts);
    }

    /** Answers relative to their mean, for the same cells. */
    double[] answerCells() {
        return cells(answers);
    }

    private static double[] cells(double[] sorted) {
        double[] cells = new double[CELLS];
        double longer = 1;
        for (int i = 0; i < cells.length; i++) {
            int from = (int) Math.min(sorted.length - 1, Math.floor((1 - longer) * sorted.length));
            longer -= WEIGHT[i];
            int to = (int) Math.max(from + 1, Math.min(sorted.length, Math.floor((1 - longer) * sorted.length)));
            double sum = 0;
            for (int k = from; k < to; k++) {
                sum += sorted[k];
            }
            cells[i] = sum / (to - from);
        }
        return cells;
    }

    /**
     * Sequences a full batch holds: its slots, or as many as the cache has room for, when a sequence holds the tokens of its
     * prompt and its answer as long as it is there, and half a mean request is left over in the mean.
     *
     * @param in mean tokens of a prompt
     * @param out mean tokens of an answer
     */
    double room(TokenRates r, int slots, double in, double out) {
        if (Double.isInfinite(r.kv())) {
            return slots;
        }
        double each = held(r, slots, in, out);
        return Math.max(1, Math.min(slots, (r.kv() - (in + out) / 2) / each));
    }

    /** Tokens in the cache of a sequence, in the mean over those that are there: long ones are there longer. */
    double held(TokenRates r, int slots, double in, double out) {
        double reads = 1 / r.prefill();
        double writes = slots / r.speed(slots);
        double timesTokens = reads * (in * in * inputSquare + in * out * product)
                + writes * (in * out * product + out * out * outputSquare);
        return timesTokens / (reads * in + writes * out);
    }
}
