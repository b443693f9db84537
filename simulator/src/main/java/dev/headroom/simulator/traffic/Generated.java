package dev.headroom.simulator.traffic;

import dev.headroom.simulator.Lengths;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.TraceReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;

/**
 * Traffic as made.
 *
 * @param trace requests in each step
 * @param inputTokens tokens of the prompts that come in each step; empty for none
 * @param outputTokens tokens of their answers; empty for none
 */
public record Generated(Trace trace, double[] inputTokens, double[] outputTokens) {

    /** Whole numbers above are not all told apart by a double; they are written as they are. */
    private static final double EXACT = 0x1.0p53;

    public Generated {
        int steps = trace.arrivals().length;
        if (inputTokens.length != outputTokens.length || (inputTokens.length != 0 && inputTokens.length != steps)) {
            throw new IllegalArgumentException("tokens are for every step or for none");
        }
    }

    /** Whether requests have lengths in tokens. */
    public boolean hasTokens() {
        return inputTokens.length > 0;
    }

    /**
     * One column as a trace, cut as a recorded one would be.
     *
     * @throws IllegalArgumentException when there is no such column or no such time
     */
    public Trace trace(TraceReader.Options options) {
        String column = options.column() == null ? "requests" : options.column();
        double[] values = switch (column) {
            case "requests" -> trace.arrivals();
            case "input_tokens" -> inputTokens;
            case "output_tokens" -> outputTokens;
            default -> new double[0];
        };
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no column '" + column + "'; there are: requests"
                    + (hasTokens() ? ", input_tokens, output_tokens" : ""));
        }
        long step = trace.bucketMillis();
        long first = options.from() == null ? 0 : steps(options.from());
        long last = options.to() == null ? values.length : Math.min(values.length, steps(options.to()));
        if (first >= last) {
            throw new IllegalArgumentException("nothing is left of " + trace.start() + " to " + trace.end());
        }
        Lengths lengths = column.equals("requests") && hasTokens()
                ? Lengths.ofSums(trace.arrivals(), inputTokens, outputTokens)
                : null;
        return new Trace(trace.name(), trace.startMillis(), step, values, lengths).slice((int) first, (int) last);
    }

    private long steps(Instant until) {
        return Math.max(0, Math.ceilDiv(until.toEpochMilli() - trace.startMillis(), trace.bucketMillis()));
    }

    /** Writes {@code timestamp,requests[,input_tokens,output_tokens]} with a header, lines ending in a line feed. */
    public void csv(Appendable out) throws IOException {
        out.append(hasTokens() ? "timestamp,requests,input_tokens,output_tokens\n" : "timestamp,requests\n");
        double[] counts = trace.arrivals();
        for (int i = 0; i < counts.length; i++) {
            out.append(Instant.ofEpochMilli(trace.startMillis() + i * trace.bucketMillis())
                            .toString())
                    .append(',')
                    .append(number(counts[i]));
            if (hasTokens()) {
                out.append(',').append(number(inputTokens[i])).append(',').append(number(outputTokens[i]));
            }
            out.append('\n');
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && value < EXACT
                ? Long.toString((long) value)
                : BigDecimal.valueOf(value).toPlainString();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Generated g
                && trace.equals(g.trace)
                && Arrays.equals(inputTokens, g.inputTokens)
                && Arrays.equals(outputTokens, g.outputTokens);
    }

    @Override
    public int hashCode() {
        return trace.hashCode() * 31 + Arrays.hashCode(inputTokens);
    }

    @Override
    public String toString() {
        return "Generated[" + trace + (hasTokens() ? ", with tokens]" : "]");
    }
}
