package dev.headroom.forecast.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Recorded traffic in steps of equal length.
 *
 * @param name for reports
 * @param startMillis begin of the first step, epoch milliseconds
 * @param stepMillis length of a step
 * @param columns values by step, {@code NaN} where nothing is known; all of the same length; counts are sums over the step,
 *     latencies are means. {@link Column#REQUESTS} is always there
 * @param singles the requests one by one, where the source has one a line; else {@link Singles#NONE}
 * @param treatments what was flawed and how it was mended
 */
public record History(
        String name,
        long startMillis,
        long stepMillis,
        Map<Column, double[]> columns,
        Singles singles,
        List<Treatment> treatments) {

    /**
     * Requests one by one.
     *
     * @param times when each came, epoch milliseconds, ascending
     * @param input tokens of each prompt; empty when not known
     * @param output tokens of each answer; empty when not known
     */
    public record Singles(long[] times, double[] input, double[] output) {
        /** Requests are known by the step only. */
        public static final Singles NONE = new Singles(new long[0], new double[0], new double[0]);

        @Override
        public boolean equals(Object o) {
            return o instanceof Singles s
                    && Arrays.equals(times, s.times)
                    && Arrays.equals(input, s.input)
                    && Arrays.equals(output, s.output);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(times);
        }

        @Override
        public String toString() {
            return "Singles[" + times.length + "]";
        }
    }

    /**
     * Steps without data.
     *
     * @param from begin of the first of them
     * @param to end of the last of them
     */
    public record Gap(Instant from, Instant to) {
        /** How long it is. */
        public Duration length() {
            return Duration.between(from, to);
        }
    }

    public History {
        double[] requests = columns.get(Column.REQUESTS);
        if (stepMillis <= 0 || requests == null || requests.length == 0) {
            throw new IllegalArgumentException("a history needs a positive step and requests in at least one");
        }
        for (double[] c : columns.values()) {
            if (c.length != requests.length) {
                throw new IllegalArgumentException("the columns of a history are of the same length");
            }
        }
        columns = Collections.unmodifiableMap(new EnumMap<>(columns));
        treatments = List.copyOf(treatments);
    }

    /** Requests alone. */
    public static History of(String name, long startMillis, long stepMillis, double[] requests) {
        return new History(name, startMillis, stepMillis, Map.of(Column.REQUESTS, requests), Singles.NONE, List.of());
    }

    /** Requests by step, {@code NaN} where not known. */
    public double[] requests() {
        return column(Column.REQUESTS);
    }

    /** Whether there is such a column. */
    public boolean has(Column column) {
        return columns.containsKey(column);
    }

    /**
     * Values by step.
     *
     * @throws IllegalArgumentException when there is no such column
     */
    public double[] column(Column column) {
        double[] found = columns.get(column);
        if (found == null) {
            throw new IllegalArgumentException("the history has no " + column.word());
        }
        return found;
    }

    /** Number of steps. */
    public int size() {
        return requests().length;
    }

    /** Begin of the first step. */
    public Instant start() {
        return Instant.ofEpochMilli(startMillis);
    }

    /** End of the last step. */
    public Instant end() {
        return Instant.ofEpochMilli(startMillis + stepMillis * size());
    }

    /** Begin of a step. */
    public Instant at(int step) {
        return Instant.ofEpochMilli(startMillis + stepMillis * step);
    }

    /** The stretches in which the requests are not known. */
    public List<Gap> gaps() {
        List<Gap> gaps = new java.util.ArrayList<>();
        double[] x = requests();
        for (int i = 0; i < x.length; i++) {
            if (Double.isNaN(x[i])) {
                int begin = i;
                while (i < x.length && Double.isNaN(x[i])) {
                    i++;
                }
                gaps.add(new Gap(at(begin), at(i)));
            }
        }
        return gaps;
    }
}
