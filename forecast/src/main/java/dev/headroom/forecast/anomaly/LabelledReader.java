package dev.headroom.forecast.anomaly;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads labelled series from CSV with the header {@code series,timestamp,value,in_window}, one sample a line: the series'
 * name, an ISO 8601 time (UTC where it has no zone), a number, and 1 inside a labelled window or else 0. The columns may
 * stand in any order, and others are ignored; the samples of a series are in the order of time, those of several series
 * may alternate.
 */
public final class LabelledReader {

    private static final List<String> COLUMNS = List.of("series", "timestamp", "value", "in_window");
    private static final int MOST_PROBLEMS = 20;

    private final String name;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Samples> samples = new LinkedHashMap<>();

    private LabelledReader(String name) {
        this.name = name;
    }

    /** The samples of one series so far. */
    private static final class Samples {
        private long[] times = new long[1024];
        private double[] values = new double[1024];
        private boolean[] inWindow = new boolean[1024];
        private int count;

        void add(long time, double value, boolean in) {
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
                inWindow = Arrays.copyOf(inWindow, 2 * count);
            }
            times[count] = time;
            values[count] = value;
            inWindow[count++] = in;
        }

        long last() {
            return count == 0 ? Long.MIN_VALUE : times[count - 1];
        }

        LabelledSeries series(String name) {
            return new LabelledSeries(
                    name, Arrays.copyOf(times, count), Arrays.copyOf(values, count), Arrays.copyOf(inWindow, count));
        }
    }

    /**
     * Reads all.
     *
     * @param name of the file, for messages
     * @throws LabelledFormatException with all problems, or the first 20
     * @throws IOException when the text cannot be read
     */
    public static List<LabelledSeries> read(String name, Reader text) throws IOException {
        return new LabelledReader(name).read(new BufferedReader(text));
    }

    private List<LabelledSeries> read(BufferedReader text) throws IOException {
        String header = text.readLine();
        List<String> columns = header == null
                ? List.of()
                : Arrays.stream(header.split(",", -1)).map(String::strip).toList();
        if (!columns.containsAll(COLUMNS)) {
            throw new LabelledFormatException(List.of(name + ":1: the header must name the columns "
                    + String.join(",", COLUMNS) + ", not '" + (header == null ? "" : header) + "'"));
        }
        int[] at = COLUMNS.stream().mapToInt(columns::indexOf).toArray();
        int line = 1;
        for (String row = text.readLine(); row != null && problems.size() < MOST_PROBLEMS; row = text.readLine()) {
            line++;
            if (!row.isBlank()) {
                take(line, row.split(",", -1), at, columns.size());
            }
        }
        if (samples.isEmpty() && problems.isEmpty()) {
            problems.add(name + ": there is no sample in it");
        }
        if (!problems.isEmpty()) {
            throw new LabelledFormatException(problems);
        }
        return samples.entrySet().stream()
                .map(e -> e.getValue().series(e.getKey()))
                .toList();
    }

    private void take(int line, String[] cells, int[] at, int width) {
        if (cells.length != width) {
            problem(line, "has " + cells.length + " columns, the header has " + width);
            return;
        }
        String time = cells[at[1]].strip();
        String label = cells[at[3]].strip();
        int before = problems.size();
        long millis = time(line, time);
        double value = value(line, cells[at[2]].strip());
        if (!label.equals("0") && !label.equals("1")) {
            problem(line, "in_window must be 0 or 1, not '" + label + "'");
        }
        if (problems.size() > before) {
            return;
        }
        Samples own = samples.computeIfAbsent(cells[at[0]].strip(), s -> new Samples());
        if (millis < own.last()) {
            problem(line, time + " is before the sample above it; sort the samples of a series by time");
            return;
        }
        own.add(millis, value, label.equals("1"));
    }

    private long time(int line, String written) {
        String iso = written.replace(' ', 'T');
        try {
            return iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(iso).toInstant().toEpochMilli()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException e) {
            problem(line, "'" + written + "' is not a time; write it as 2026-01-07T12:00:00Z");
            return Long.MIN_VALUE;
        }
    }

    private double value(int line, String written) {
        try {
            double value = Double.parseDouble(written);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as for what is no finite number.
        }
        problem(line, "'" + written + "' is not a number");
        return Double.NaN;
    }

    private void problem(int line, String what) {
        problems.add(name + ":" + line + ": " + what);
    }
}
