package dev.headroom.simulator;

import java.util.Arrays;

/**
 * How long the requests of a trace are, in tokens: the means of each bucket, and, where every request was recorded, each
 * one's two lengths.
 */
public final class Lengths {
    private static final int[] NONE = {};

    /** Mean tokens of the prompts that come in each bucket. */
    private final double[] input;

    private final double[] output;

    // Recorded requests, in the order of their buckets; those of bucket b are at first[b] to first[b + 1] − 1.
    private final int[] prompts;
    private final int[] answers;
    private final int[] first;

    private Lengths(double[] input, double[] output, int[] prompts, int[] answers, int[] first) {
        this.input = input;
        this.output = output;
        this.prompts = prompts;
        this.answers = answers;
        this.first = first;
    }

    /**
     * From sums over the buckets of a trace; a bucket without requests or tokens is like the one before it.
     *
     * @param requests in each bucket
     * @param inputs tokens of their prompts
     * @param outputs tokens of their answers
     */
    public static Lengths ofSums(double[] requests, double[] inputs, double[] outputs) {
        double[] in = new double[requests.length];
        double[] out = new double[requests.length];
        for (int b = 0; b < in.length; b++) {
            boolean known = requests[b] > 0 && inputs[b] > 0 && outputs[b] > 0;
            in[b] = known ? Math.max(1, inputs[b] / requests[b]) : Double.NaN;
            out[b] = known ? Math.max(1, outputs[b] / requests[b]) : Double.NaN;
        }
        return new Lengths(filled(in), filled(out), NONE, NONE, NONE);
    }

    /**
     * From recorded requests.
     *
     * @param buckets how many there are
     * @param bucket of each request, ascending
     * @param prompts tokens of each prompt
     * @param answers tokens of each answer
     */
    static Lengths ofRequests(int buckets, int[] bucket, int[] prompts, int[] answers) {
        int[] first = new int[buckets + 1];
        for (int b : bucket) {
            first[b + 1]++;
        }
        for (int b = 0; b < buckets; b++) {
            first[b + 1] += first[b];
        }
        return ofRequests(first, prompts, answers);
    }

    private static Lengths ofRequests(int[] first, int[] prompts, int[] answers) {
        double[] in = new double[first.length - 1];
        double[] out = new double[in.length];
        for (int b = 0; b < in.length; b++) {
            double ins = 0;
            double outs = 0;
            for (int k = first[b]; k < first[b + 1]; k++) {
                ins += prompts[k];
                outs += answers[k];
            }
            in[b] = ins / (first[b + 1] - first[b]);
            out[b] = outs / (first[b + 1] - first[b]);
        }
        return new Lengths(filled(in), filled(out), prompts, answers, first);
    }

    /** Unknown ones are as the last known one before, or the first known one. */
    private static double[] filled(double[] means) {
        double last = Double.NaN;
        for (int i = 0; i < means.length && Double.isNaN(last); i++) {
            last = means[i];
        }
        for (int i = 0; i < means.length; i++) {
            if (Double.isNaN(means[i])) {
                means[i] = Double.isNaN(last) ? 1 : last;
            }
            last = means[i];
        }
        return means;
    }

    /** Number of buckets. */
    int buckets() {
        return input.length;
    }

    /** Mean tokens of the prompts of a bucket; after the last one, of the last one. */
    public double input(int bucket) {
        return input[Math.min(bucket, input.length - 1)];
    }

    /** Mean tokens of the answers of a bucket. */
    public double output(int bucket) {
        return output[Math.min(bucket, output.length - 1)];
    }

    /** Whether every request was recorded. */
    boolean recorded() {
        return prompts.length > 0;
    }

    /** How many requests were recorded. */
    int requests() {
        return prompts.length;
    }

    /** Tokens of the k-th recorded prompt. */
    int prompt(int k) {
        return prompts[k];
    }

    /** Tokens of the k-th recorded answer. */
    int answer(int k) {
        return answers[k];
    }

    /** A recorded request of the bucket, or of the last one before it that has any, or the very first one. */
    int draw(int bucket, Rng rng) {
        int b = Math.min(bucket, first.length - 2);
        while (b > 0 && first[b] == first[b + 1]) {
            b--;
        }
        int from = first[b];
        int count = first[b + 1] - from;
        return count <= 1 ? Math.min(from, prompts.length - 1) : from + (int) (rng.uniform() * count);
    }

    /** Those of the buckets from {@code since} until before {@code until}. */
    public Lengths slice(int since, int until) {
        double[] in = Arrays.copyOfRange(input, since, until);
        double[] out = Arrays.copyOfRange(output, since, until);
        if (!recorded() || first[since] == first[until]) {
            return new Lengths(in, out, NONE, NONE, NONE);
        }
        int[] f = Arrays.copyOfRange(first, since, until + 1);
        for (int i = 0; i < f.length; i++) {
            f[i] -= first[since];
        }
        return new Lengths(
                in,
                out,
                Arrays.copyOfRange(prompts, first[since], first[until]),
                Arrays.copyOfRange(answers, first[since], first[until]),
                f);
    }

    /** With {@code each} buckets made one; those left over at the end are left out. {@code requests} weigh the means. */
    public Lengths joined(int each, double[] requests) {
        int whole = input.length / each;
        if (recorded()) {
            int[] f = new int[whole + 1];
            for (int b = 0; b <= whole; b++) {
                f[b] = first[b * each];
            }
            return ofRequests(f, Arrays.copyOf(prompts, f[whole]), Arrays.copyOf(answers, f[whole]));
        }
        double[] counts = new double[whole];
        double[] in = new double[whole];
        double[] out = new double[whole];
        for (int k = 0; k < whole * each; k++) {
            counts[k / each] += requests[k];
            in[k / each] += requests[k] * input[k];
            out[k / each] += requests[k] * output[k];
        }
        return ofSums(counts, in, out);
    }

    /**
     * With each bucket made {@code pieces}: means go linearly from the middle of one bucket to that of the next. Recorded
     * requests are not kept.
     */
    public Lengths split(int pieces) {
        double[] in = new double[input.length * pieces];
        double[] out = new double[in.length];
        for (int m = 0; m < in.length; m++) {
            double at = (m + 0.5) / pieces - 0.5;
            int left = (int) Math.floor(at);
            int low = Math.max(0, left);
            int high = Math.min(input.length - 1, left + 1);
            in[m] = input[low] + (at - left) * (input[high] - input[low]);
            out[m] = output[low] + (at - left) * (output[high] - output[low]);
        }
        return new Lengths(in, out, NONE, NONE, NONE);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Lengths l
                && Arrays.equals(input, l.input)
                && Arrays.equals(output, l.output)
                && Arrays.equals(prompts, l.prompts)
                && Arrays.equals(answers, l.answers)
                && Arrays.equals(first, l.first);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(input) * 31 + Arrays.hashCode(output);
    }

    @Override
    public String toString() {
        return "Lengths[" + input.length + " buckets, " + prompts.length + " recorded]";
    }
}
