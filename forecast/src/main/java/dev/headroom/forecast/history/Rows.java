package dev.headroom.forecast.history;

import java.util.Arrays;
import java.util.List;

/** Rows as written: times and the values of named columns, {@code NaN} where there is none. Grows as it is filled. */
final class Rows {
    /** The most rows kept; with six columns, three gigabytes. */
    static final int MOST = 50_000_000;

    private final String name;
    private final List<String> names;
    private final double[][] values;
    private long[] times = new long[1024];
    private int size;

    Rows(String name, List<String> names) {
        this.name = name;
        this.names = List.copyOf(names);
        values = new double[names.size()][1024];
    }

    /** Adds a row; the array of values is copied. */
    void add(long time, double[] row) {
        if (size == MOST) {
            throw new HistoryException(name + ": has more than " + MOST + " rows; cut it or use a longer step");
        }
        if (size == times.length) {
            int longer = size * 2;
            times = Arrays.copyOf(times, longer);
            for (int c = 0; c < values.length; c++) {
                values[c] = Arrays.copyOf(values[c], longer);
            }
        }
        times[size] = time;
        for (int c = 0; c < values.length; c++) {
            values[c][size] = row[c];
        }
        size++;
    }

    /** Brings the rows into the order of time, those of the same time staying in theirs; returns how many were out of it. */
    int sort() {
        int out = 0;
        for (int i = 1; i < size; i++) {
            out += times[i] < times[i - 1] ? 1 : 0;
        }
        if (out == 0) {
            return 0;
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        long[] before = times;
        Arrays.sort(order, (a, b) -> Long.compare(before[a], before[b]));
        long[] sorted = new long[size];
        for (int i = 0; i < size; i++) {
            sorted[i] = before[order[i]];
        }
        times = sorted;
        for (int c = 0; c < values.length; c++) {
            double[] old = values[c];
            double[] now = new double[size];
            for (int i = 0; i < size; i++) {
                now[i] = old[order[i]];
            }
            values[c] = now;
        }
        return out;
    }

    /** Of rows with the same time keeps the last; returns how many went. */
    int unique() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept > 0 && times[kept - 1] == times[i]) {
                kept--;
            }
            times[kept] = times[i];
            for (double[] column : values) {
                column[kept] = column[i];
            }
            kept++;
        }
        int gone = size - kept;
        size = kept;
        return gone;
    }

    int size() {
        return size;
    }

    String name() {
        return name;
    }

    List<String> names() {
        return names;
    }

    long time(int row) {
        return times[row];
    }

    double value(int column, int row) {
        return values[column][row];
    }

    void set(int column, int row, double value) {
        values[column][row] = value;
    }

    /** Times in use. */
    long[] times() {
        return Arrays.copyOf(times, size);
    }
}
