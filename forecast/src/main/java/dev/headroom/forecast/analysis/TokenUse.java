package dev.headroom.forecast.analysis;

import dev.headroom.forecast.history.Column;
import dev.headroom.forecast.history.History;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of requests: how many, when, and how much they differ. Percentiles are over single requests where the history has
 * them one by one, else over the means of its steps, which hide most of the spread.
 *
 * @param single whether percentiles are over single requests
 * @param input tokens of a prompt
 * @param output tokens of an answer
 * @param ratio tokens of prompts ÷ tokens of answers
 * @param hours tokens of prompt and answer together of a request by hour of the day: median and 90th percentile, 24 each; NaN
 *     for hours without
 * @param prime mean tokens of a request in prime time; NaN where there is none
 * @param rest mean tokens of a request at other times
 * @param spread 90th ÷ 10th percentile of the tokens of a request
 * @param heaviest tokens per request in the heaviest twentieth of the hours ÷ the mean
 * @param peakTokens highest hour of tokens ÷ the mean hour
 * @param peakRequests highest hour of requests ÷ the mean hour
 */
public record TokenUse(
        boolean single,
        Percentiles input,
        Percentiles output,
        double ratio,
        double[][] hours,
        double prime,
        double rest,
        double spread,
        double heaviest,
        double peakTokens,
        double peakRequests) {

    /** Mean and percentiles of a number of tokens. */
    public record Percentiles(double mean, double p50, double p90, double p99) {
        private static Percentiles of(double[] values, double mean) {
            double[] v = Robust.sorted(values);
            return new Percentiles(mean, Robust.ofSorted(v, 0.5), Robust.ofSorted(v, 0.9), Robust.ofSorted(v, 0.99));
        }
    }

    /**
     * By how much a size by requests alone, at the mean request, falls short in the heaviest twentieth of the hours: 0.3 for
     * 30 % too small.
     */
    public double shortfall() {
        return Math.max(0, 1 - 1 / heaviest);
    }

    static @Nullable TokenUse of(Calendar c, double[] requests, Profile profile) {
        History h = c.history();
        if (!h.has(Column.INPUT_TOKENS) || !h.has(Column.OUTPUT_TOKENS)) {
            return null;
        }
        double[] in = h.column(Column.INPUT_TOKENS);
        double[] out = h.column(Column.OUTPUT_TOKENS);
        double[] x = h.requests();
        double[] sums = totals(x, in, out);
        if (!(sums[0] > 0) || !(sums[1] + sums[2] > 0)) {
            return null;
        }
        boolean single = h.singles().input().length > 0 && h.singles().output().length > 0;
        double[] inEach = single ? h.singles().input() : each(in, x);
        double[] outEach = single ? h.singles().output() : each(out, x);
        double[] both = new double[inEach.length];
        int[] hour = new int[inEach.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = inEach[i] + outEach[i];
            long t = single ? h.singles().times()[i] : h.startMillis() + i * h.stepMillis();
            hour[i] = c.hour(c.stepOf(t));
        }
        double[] tokens = new double[x.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = in[i] + out[i];
        }
        double[] hourly = c.sums(tokens);
        double[] prime = shared(c, hourly, requests, profile);
        double mean = (sums[1] + sums[2]) / sums[0];
        double[] sorted = Robust.sorted(both);
        return new TokenUse(
                single,
                Percentiles.of(inEach, sums[1] / sums[0]),
                Percentiles.of(outEach, sums[2] / sums[0]),
                sums[1] / sums[2],
                byHour(both, hour),
                prime[0],
                prime[1],
                Robust.ofSorted(sorted, 0.9) / Robust.ofSorted(sorted, 0.1),
                Math.max(1, Robust.quantile(each(hourly, requests), 0.95) / mean),
                Robust.quantile(hourly, 1) / Robust.mean(hourly),
                Robust.quantile(requests, 1) / Robust.mean(requests));
    }

    /** Requests, prompt and answer tokens over the steps in which all are known. */
    private static double[] totals(double[] x, double[] in, double[] out) {
        double[] sums = new double[3];
        for (int i = 0; i < x.length; i++) {
            if (!Double.isNaN(x[i]) && !Double.isNaN(in[i]) && !Double.isNaN(out[i])) {
                sums[0] += x[i];
                sums[1] += in[i];
                sums[2] += out[i];
            }
        }
        return sums;
    }

    private static double[] each(double[] tokens, double[] requests) {
        double[] out = new double[tokens.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = requests[i] > 0 ? tokens[i] / requests[i] : Double.NaN;
        }
        return out;
    }

    private static double[] shared(Calendar c, double[] tokens, double[] requests, Profile profile) {
        double[][] sums = new double[2][2];
        for (int i = 0; i < tokens.length; i++) {
            if (!Double.isNaN(tokens[i]) && !Double.isNaN(requests[i])) {
                double[] of = sums[profile.primeHours().contains(c.hour(i)) ? 0 : 1];
                of[0] += tokens[i];
                of[1] += requests[i];
            }
        }
        return new double[] {sums[0][0] / sums[0][1], sums[1][0] / sums[1][1]};
    }

    private static double[][] byHour(double[] values, int[] hour) {
        double[][] out = new double[2][24];
        for (int h = 0; h < 24; h++) {
            double[] these = new double[values.length];
            Arrays.fill(these, Double.NaN);
            for (int i = 0; i < values.length; i++) {
                these[i] = hour[i] == h ? values[i] : Double.NaN;
            }
            double[] sorted = Robust.sorted(these);
            out[0][h] = Robust.ofSorted(sorted, 0.5);
            out[1][h] = Robust.ofSorted(sorted, 0.9);
        }
        return out;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TokenUse t
                && input.equals(t.input)
                && output.equals(t.output)
                && Arrays.deepEquals(hours, t.hours);
    }

    @Override
    public int hashCode() {
        return input.hashCode() * 31 + output.hashCode();
    }

    @Override
    public String toString() {
        return "TokenUse[in " + input + ", out " + output + "]";
    }
}
