package dev.headroom.simulator;

import dev.headroom.forecast.history.Column;
import dev.headroom.forecast.history.HistoryException;
import dev.headroom.forecast.history.Lines;
import dev.headroom.forecast.history.Steps;
import dev.headroom.forecast.history.Timestamps;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads traces from CSV files with a header line, plain or compressed with gzip.
 *
 * <p>The first column is the time: ISO-8601 ({@code 2024-06-01T00:00:00Z}; without an offset, UTC), or epoch seconds or
 * milliseconds (from 10¹¹ on). Times must not go backwards. The demand is the chosen column, else the first numeric column
 * after the time. Its values are counts per step, unless the column's name says per second ({@code rate_per_s}, {@code
 * …_per_second}, {@code …/s}, {@code rps}, {@code qps}).
 *
 * <p>A file with nothing but times, or whose name contains {@code _events}, has a request a line; these are counted per
 * second (a chosen column is summed instead).
 *
 * <p>Columns {@code input_tokens} and {@code output_tokens} beside the demand tell the lengths of requests: sums over the
 * step, or those of the line's request.
 *
 * <p>The step is the most common distance between lines. Values of lines in the same step are added up; of lines with the
 * same time, the last one counts. Gaps of up to an hour are filled by linear interpolation, longer ones with zero. What was
 * mended is told in notes.
 */
public final class TraceReader {
    private static final long EVENT_BUCKET = 1000;
    private static final int MOST_BUCKETS = 50_000_000;
    private static final double MOST_DEMAND = 1e15;

    /**
     * What to read.
     *
     * @param column name of the demand column; null for the first numeric one
     * @param from earlier steps are left out; null for none
     * @param to steps from here on are left out; null for none
     */
    public record Options(
            @Nullable String column,
            @Nullable Instant from,
            @Nullable Instant to) {
        /** Everything, in the first numeric column. */
        public static final Options ALL = new Options(null, null, null);
    }

    /**
     * A trace and what there is to say about it.
     *
     * @param trace the demand
     * @param column the name of the column taken; empty when lines were counted
     * @param notes mended flaws, a sentence each; empty when there were none
     */
    public record Loaded(Trace trace, String column, List<String> notes) {}

    private static final Pattern SEPARATORS = Pattern.compile("[;\t|]");

    private final String name;
    private final Options options;
    private final Timestamps timestamps = new Timestamps(ZoneOffset.UTC);
    private long[] times = new long[1024];
    private double[] values = new double[1024];
    private int size;
    private int sameTime;
    private int empty;
    private String column = "";
    private @Nullable TokenColumns tokens;

    private TraceReader(String name, Options options) {
        this.name = name;
        this.options = options;
    }

    /**
     * Reads a stream.
     *
     * @param name of the file, for messages
     * @param in its content, plain or compressed with gzip
     * @throws TraceException when it cannot be read as a trace
     */
    public static Loaded read(String name, InputStream in, Options options) throws IOException {
        try {
            return new TraceReader(name, options).load(lines(name, in));
        } catch (EOFException | ZipException e) {
            throw new TraceException(name + ": is a gzip file that is cut off or damaged: " + e.getMessage());
        }
    }

    /**
     * The names of a stream's columns, in order; none for an empty stream.
     *
     * @param name of the file, for messages
     * @param in its content, plain or compressed with gzip
     * @throws TraceException when the name says that it is compressed and it is not
     */
    public static List<String> columns(String name, InputStream in) throws IOException {
        String header = lines(name, in).readLine();
        return header == null ? List.of() : List.of(named(header));
    }

    private static BufferedReader lines(String name, InputStream in) throws IOException {
        try {
            return Lines.of(name, in);
        } catch (HistoryException e) {
            throw new TraceException(String.valueOf(e.getMessage()));
        }
    }

    private static String[] named(String header) {
        String[] columns = header.replace("\uFEFF", "").split(",", -1);
        for (int i = 0; i < columns.length; i++) {
            columns[i] = columns[i].strip();
        }
        return columns;
    }

    private Loaded load(BufferedReader in) throws IOException {
        String header = in.readLine();
        if (header == null || header.isBlank()) {
            throw at(1, "the first line must name the columns, such as 'timestamp,requests'; it is empty");
        }
        String[] columns = named(header);
        if (looksLikeTime(columns[0])) {
            throw at(
                    1,
                    "the first line must name the columns, such as 'timestamp,requests'; it begins with a time, '"
                            + columns[0] + "'");
        }
        if (columns.length == 1 && SEPARATORS.matcher(header).find()) {
            throw at(
                    1,
                    "columns are separated by commas; there is none in '" + HistoryException.shortened(header) + "'");
        }
        boolean events = columns.length == 1 || (name.contains("_events") && options.column() == null);
        boolean perSecondBuckets = events || name.contains("_events");
        int wanted = options.column() == null ? -1 : Arrays.asList(columns).indexOf(options.column());
        if (options.column() != null && wanted < 1) {
            throw at(
                    1,
                    "there is no column '" + options.column() + "' after the time; there are: "
                            + String.join(", ", Arrays.copyOfRange(columns, 1, columns.length)));
        }
        tokens = perSecondBuckets && !events ? null : TokenColumns.of(columns, wanted);
        int line = 1;
        String text;
        while ((text = in.readLine()) != null) {
            line++;
            if (text.isBlank()) {
                continue;
            }
            if (wanted < 0 && !events) {
                wanted = firstNumeric(text.split(",", -1));
                if (wanted < 0) {
                    throw at(
                            line,
                            "there is no number after the time: '" + HistoryException.shortened(text)
                                    + "'; a file with one request a line has '_events' in its name");
                }
                tokens = TokenColumns.of(columns, wanted);
            }
            row(text, line, columns.length, events ? -1 : wanted, perSecondBuckets);
        }
        if (size == 0) {
            throw at(line, "there is no data after the header");
        }
        column = events ? "" : columns[wanted];
        return perSecondBuckets ? counted() : stepped();
    }

    private void row(String text, int line, int columnCount, int wanted, boolean event) {
        int comma = text.indexOf(',');
        String first = comma < 0 ? text : text.substring(0, comma);
        long time = time(first.strip(), line);
        double value = 1;
        if (wanted >= 0) {
            int from = comma;
            for (int i = 1; i < wanted && from >= 0; i++) {
                from = text.indexOf(',', from + 1);
            }
            if (from < 0) {
                throw at(
                        line,
                        "there are fewer columns than the " + columnCount + " of the header: '"
                                + HistoryException.shortened(text) + "'");
            }
            int end = text.indexOf(',', from + 1);
            String cell =
                    text.substring(from + 1, end < 0 ? text.length() : end).strip();
            if (cell.isEmpty() || cell.equalsIgnoreCase("nan") || cell.equalsIgnoreCase("null")) {
                empty++;
                return;
            }
            value = number(cell, line);
        }
        if (size > 0 && time < times[size - 1]) {
            throw at(
                    line,
                    "time goes backwards: " + Instant.ofEpochMilli(time) + " comes after "
                            + Instant.ofEpochMilli(times[size - 1]) + "; sort the file by time");
        }
        boolean again = size > 0 && time == times[size - 1] && !event;
        if (tokens != null) {
            tokens.add(text, again);
        }
        if (again) {
            sameTime++;
            values[size - 1] = value;
            return;
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        times[size] = time;
        values[size] = value;
        size++;
    }

    private double number(String cell, int line) {
        double value;
        try {
            value = Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw at(line, "'" + HistoryException.shortened(cell) + "' is not a number");
        }
        if (value > MOST_DEMAND) {
            throw at(
                    line,
                    "the demand '" + HistoryException.shortened(cell)
                            + "' is more than 10^15, which cannot be simulated");
        }
        if (value < 0) {
            throw at(line, "the demand is negative: " + cell);
        }
        return value;
    }

    private static int firstNumeric(String[] cells) {
        for (int i = 1; i < cells.length; i++) {
            try {
                if (!Double.isNaN(Double.parseDouble(cells[i].strip()))) {
                    return i;
                }
            } catch (NumberFormatException notThisOne) {
                // The next column may be.
            }
        }
        return -1;
    }

    private static boolean looksLikeTime(String cell) {
        try {
            Timestamps.utc(cell);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private long time(String cell, int line) {
        try {
            return timestamps.millis(cell, Long.MIN_VALUE);
        } catch (DateTimeException e) {
            throw notATime(cell, line);
        }
    }

    private TraceException notATime(String cell, int line) {
        return at(
                line,
                "'" + HistoryException.shortened(cell)
                        + "' is not a time; write 2024-06-01T00:00:00Z, or epoch seconds or milliseconds");
    }

    private Loaded counted() {
        long start = Math.floorDiv(times[0], EVENT_BUCKET) * EVENT_BUCKET;
        double[] counts = new double[buckets(times[size - 1] - start, EVENT_BUCKET)];
        int[] at = new int[size];
        for (int i = 0; i < size; i++) {
            at[i] = (int) ((times[i] - start) / EVENT_BUCKET);
            counts[at[i]] += values[i];
        }
        return sliced(
                start,
                EVENT_BUCKET,
                counts,
                tokens == null ? null : tokens.requests(counts.length, at),
                new ArrayList<>());
    }

    private int buckets(long span, long step) {
        long count = span / step + 1;
        if (count > MOST_BUCKETS) {
            throw new TraceException(name + ": spans " + count + " steps of " + step + " ms, more than the "
                    + MOST_BUCKETS + " that can be kept; cut it or use a longer step");
        }
        return (int) count;
    }

    private Loaded stepped() {
        if (size < 2) {
            throw new TraceException(name + ": has a single time, from which no step can be told; two are needed");
        }
        List<String> notes = new ArrayList<>();
        long step = Steps.common(times, size);
        long start = times[0];
        int count = buckets(times[size - 1] - start, step);
        double[] demand = new double[count];
        boolean[] seen = new boolean[count];
        int[] at = new int[size];
        int offGrid = 0;
        for (int i = 0; i < size; i++) {
            long since = times[i] - start;
            int b = (int) (since / step);
            offGrid += since % step == 0 ? 0 : 1;
            at[i] = b;
            demand[b] += values[i];
            seen[b] = true;
        }
        TraceSteps.fill(demand, seen, step, notes);
        if (Column.isPerSecond(column)) {
            for (int i = 0; i < count; i++) {
                demand[i] *= step / 1000.0;
            }
            notes.add("column '" + column + "' is taken as a rate per second");
        }
        if (offGrid > 0) {
            notes.add(offGrid + " of " + size + " lines are off the common step of " + step / 1000.0
                    + " s and count in the step they fall in");
        }
        if (sameTime > 0) {
            notes.add(TraceSteps.count(sameTime, "line repeats", "lines repeat")
                    + " the time of the line before; the last one counts");
        }
        if (empty > 0) {
            notes.add(TraceSteps.count(
                    empty, "line has no value and counts as a gap", "lines have no value and count as gaps"));
        }
        return sliced(start, step, demand, tokens == null ? null : tokens.sums(demand, at), notes);
    }

    private Loaded sliced(long start, long step, double[] demand, @Nullable Lengths lengths, List<String> notes) {
        Instant from = options.from();
        Instant to = options.to();
        long first = from == null ? 0 : Math.max(0, Math.ceilDiv(from.toEpochMilli() - start, step));
        long last = to == null ? demand.length : Math.min(demand.length, Math.ceilDiv(to.toEpochMilli() - start, step));
        if (first >= last) {
            throw new TraceException(name + ": nothing is left between " + (from == null ? "the begin" : from) + " and "
                    + (to == null ? "the end" : to) + "; it spans " + Instant.ofEpochMilli(start) + " to "
                    + Instant.ofEpochMilli(start + step * demand.length));
        }
        Trace whole = new Trace(name, start, step, demand, lengths);
        boolean all = first == 0 && last == demand.length;
        return new Loaded(all ? whole : whole.slice((int) first, (int) last), column, List.copyOf(notes));
    }

    private TraceException at(int line, String what) {
        return new TraceException(name + ":" + line + ": " + what);
    }
}
