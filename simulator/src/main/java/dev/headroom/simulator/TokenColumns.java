package dev.headroom.simulator;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a trace that tell tokens, line by line. A cell that is no number is an unknown one. */
final class TokenColumns {
    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final double MOST = 1e9;

    private final int inputAt;
    private final int outputAt;
    private double[] input = new double[1024];
    private double[] output = new double[1024];
    private int size;

    private TokenColumns(int inputAt, int outputAt) {
        this.inputAt = inputAt;
        this.outputAt = outputAt;
    }

    /** Those of a header; null when it has none, or when the demand is one of them. */
    static @Nullable TokenColumns of(String[] columns, int demand) {
        List<String> names = Arrays.asList(columns);
        int in = names.indexOf(INPUT);
        int out = names.indexOf(OUTPUT);
        return in < 1 || out < 1 || demand == in || demand == out ? null : new TokenColumns(in, out);
    }

    /** Takes a line's tokens; {@code again} when it stands for the line before. */
    void add(String line, boolean again) {
        String[] cells = line.split(",", -1);
        int i = again ? size - 1 : size++;
        if (i == input.length) {
            input = Arrays.copyOf(input, i * 2);
            output = Arrays.copyOf(output, i * 2);
        }
        input[i] = cell(cells, inputAt);
        output[i] = cell(cells, outputAt);
    }

    private static double cell(String[] cells, int at) {
        try {
            double v = at < cells.length ? Double.parseDouble(cells[at].strip()) : Double.NaN;
            return v >= 0 && v < Double.POSITIVE_INFINITY ? v : Double.NaN;
        } catch (NumberFormatException unknown) {
            return Double.NaN;
        }
    }

    /**
     * As sums over steps.
     *
     * @param demand of each step
     * @param step of each line
     */
    Lengths sums(double[] demand, int[] step) {
        double[] ins = new double[demand.length];
        double[] outs = new double[demand.length];
        for (int i = 0; i < size; i++) {
            ins[step[i]] += input[i];
            outs[step[i]] += output[i];
        }
        return Lengths.ofSums(demand, ins, outs);
    }

    /** As requests, a line each; those whose tokens are not known are left out. */
    @Nullable
    Lengths requests(int steps, int[] step) {
        int[] of = new int[size];
        int[] ins = new int[size];
        int[] outs = new int[size];
        int known = 0;
        for (int i = 0; i < size; i++) {
            if (input[i] + output[i] >= 0) {
                of[known] = step[i];
                ins[known] = (int) Math.min(MOST, Math.max(1, Math.rint(input[i])));
                outs[known] = (int) Math.min(MOST, Math.max(1, Math.rint(output[i])));
                known++;
            }
        }
        return known == 0
                ? null
                : Lengths.ofRequests(
                        steps, Arrays.copyOf(of, known), Arrays.copyOf(ins, known), Arrays.copyOf(outs, known));
    }
}
