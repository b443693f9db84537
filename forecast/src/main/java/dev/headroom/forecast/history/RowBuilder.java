package dev.headroom.forecast.history;

import dev.headroom.forecast.history.Treatment.Kind;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes rows of the cells of a table, and a history of the rows. Problems are collected, so that all are told at once. */
final class RowBuilder {
    private static final Set<String> TIMES =
            Set.of("timestamp", "time", "ts", "date", "datetime", "date_time", "@timestamp");
    private static final int MOST_PROBLEMS = 10;
    private static final double MOST = 1e15;

    private final String name;
    private final HistoryReader.Options options;
    private final Timestamps timestamps;
    private final List<String> problems = new ArrayList<>();
    private String[] header = {};
    private int time;
    private final List<Column> columns = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private boolean events;
    private Rows rows = new Rows("", List.of());
    private long last = Long.MIN_VALUE;
    private int empty;
    private boolean decided;

    RowBuilder(String name, HistoryReader.Options options) {
        this.name = name;
        this.options = options;
        timestamps = new Timestamps(options.zone());
    }

    String name() {
        return name;
    }

    void header(String[] names, int line) {
        header = names;
        time = 0;
        for (int i = names.length - 1; i >= 0; i--) {
            if (TIMES.contains(names[i].toLowerCase(Locale.ROOT))) {
                time = i;
            }
        }
        try {
            Timestamps.utc(names[time]);
            throw HistoryException.at(
                    name,
                    line,
                    "the first line must name the columns, such as 'timestamp,requests'; it begins with a time, '"
                            + HistoryException.shortened(names[time]) + "'");
        } catch (DateTimeException aName) {
            // As it should be.
        }
        Map<Column, Integer> found = new EnumMap<>(Column.class);
        for (int i = names.length - 1; i >= 0; i--) {
            Column known = Column.of(names[i]);
            if (known != null && i != time) {
                found.put(known, i);
            }
        }
        for (Map.Entry<Column, String> wish : options.columns().entrySet()) {
            int at = List.of(names).indexOf(wish.getValue());
            if (at < 0 || at == time) {
                throw HistoryException.at(
                        name,
                        line,
                        "there is no column '" + HistoryException.shortened(wish.getValue()) + "' for "
                                + wish.getKey().word() + "; there are: " + others());
            }
            found.values().remove(at);
            found.put(wish.getKey(), at);
        }
        events = names.length == 1
                || (name.contains("_events") && !options.columns().containsKey(Column.REQUESTS));
        if (events) {
            found.remove(Column.REQUESTS);
        }
        found.forEach((column, place) -> {
            columns.add(column);
            places.add(place);
        });
    }

    private String others() {
        List<String> names = new ArrayList<>(List.of(header));
        names.remove(time);
        return names.isEmpty() ? "none but the time" : HistoryException.shortened(String.join(", ", names));
    }

    /** The columns are settled by the first row: only it tells which hold numbers. */
    private void decide(String[] cells) {
        decided = true;
        for (int i = 0;
                !events && !columns.contains(Column.REQUESTS) && i < Math.min(cells.length, header.length);
                i++) {
            if (i != time && !places.contains(i) && isNumber(cells[i])) {
                columns.add(0, Column.REQUESTS);
                places.add(0, i);
            }
        }
        for (int i = 0; !events && !columns.contains(Column.REQUESTS) && i < header.length; i++) {
            if (i != time && !places.contains(i) && (i >= cells.length || isEmpty(cells[i]))) {
                columns.add(0, Column.REQUESTS);
                places.add(0, i);
            }
        }
        events |= !columns.contains(Column.REQUESTS);
        rows = new Rows(name, places.stream().map(p -> header[p]).toList());
    }

    private static boolean isEmpty(String cell) {
        return cell.isEmpty() || cell.equalsIgnoreCase("nan") || cell.equalsIgnoreCase("null");
    }

    private static boolean isNumber(String cell) {
        try {
            return !Double.isNaN(Double.parseDouble(cell));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    void row(String[] cells, int line) {
        if (!decided) {
            decide(cells);
        }
        if (time >= cells.length) {
            problem(line, "there are fewer columns than the " + header.length + " of the header");
            return;
        }
        long at;
        try {
            at = timestamps.millis(cells[time], last);
        } catch (DateTimeException e) {
            problem(
                    line,
                    "'" + HistoryException.shortened(cells[time])
                            + "' is not a time; write 2024-06-01T00:00:00Z, or epoch seconds or milliseconds");
            return;
        }
        last = at;
        if ((options.from() != null && at < options.from().toEpochMilli())
                || (options.to() != null && at >= options.to().toEpochMilli())) {
            return;
        }
        double[] values = new double[columns.size()];
        for (int c = 0; c < values.length; c++) {
            int place = places.get(c);
            values[c] = place < cells.length ? number(cells[place], header[place], line) : Double.NaN;
        }
        if (!events && Double.isNaN(values[columns.indexOf(Column.REQUESTS)])) {
            empty++;
        }
        rows.add(at, values);
    }

    private double number(String cell, String column, int line) {
        if (isEmpty(cell)) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(cell);
            if (value < 0) {
                problem(line, "'" + column + "' is negative: " + HistoryException.shortened(cell));
            } else if (!(value <= MOST)) {
                problem(line, "'" + column + "' is more than 10^15: " + HistoryException.shortened(cell));
            }
            return value;
        } catch (NumberFormatException e) {
            problem(line, "'" + HistoryException.shortened(cell) + "' in '" + column + "' is not a number");
            return Double.NaN;
        }
    }

    private void problem(int line, String what) {
        if (problems.size() <= MOST_PROBLEMS) {
            problems.add(problems.size() < MOST_PROBLEMS ? name + ":" + line + ": " + what : "and more");
        }
    }

    History history() {
        if (!problems.isEmpty()) {
            throw new HistoryException(String.join("\n", problems));
        }
        if (rows.size() == 0) {
            throw new HistoryException(name + ": "
                    + (options.from() == null && options.to() == null
                            ? "there is no data after the header"
                            : "nothing is left between " + options.from() + " and " + options.to()));
        }
        List<Treatment> treatments = new ArrayList<>();
        zones(treatments);
        int disorder = rows.sort();
        if (disorder > 0) {
            treatments.add(new Treatment(
                    Kind.DISORDER,
                    disorder,
                    count(disorder, "line was", "lines were") + " out of order; sorted by time"));
        }
        if (events) {
            return Regular.counted(rows, columns, options.zone(), treatments);
        }
        int duplicates = rows.unique();
        if (duplicates > 0) {
            treatments.add(new Treatment(
                    Kind.DUPLICATE,
                    duplicates,
                    count(duplicates, "line has", "lines have") + " the time of another; the last one counts"));
        }
        if (empty > 0) {
            treatments.add(new Treatment(
                    Kind.EMPTY,
                    empty,
                    count(empty, "line has no value and counts", "lines have no value and count") + " as missing"));
        }
        if (rows.size() < 2) {
            throw new HistoryException(name + ": has a single time, from which no step can be told; two are needed");
        }
        return stepped(treatments);
    }

    private History stepped(List<Treatment> treatments) {
        boolean perSecond = false;
        List<Boolean> ratios = new ArrayList<>();
        long step = Steps.common(rows.times(), rows.size());
        for (int c = 0; c < columns.size(); c++) {
            String written = rows.names().get(c);
            boolean counter = columns.get(c) != Column.LATENCY
                    && !Column.isPerSecond(written)
                    && !Column.isRatio(written)
                    && Counter.difference(rows, c, step, written, treatments);
            ratios.add(!counter && columns.get(c) != Column.REQUESTS && Column.isRatio(written));
            if (columns.get(c) == Column.REQUESTS) {
                perSecond = Column.isPerSecond(written);
                if (perSecond) {
                    treatments.add(
                            new Treatment(Kind.READING, 1, "column '" + written + "' is taken as a rate per second"));
                }
            }
        }
        return Regular.stepped(rows, columns, perSecond, ratios, options.zone(), treatments);
    }

    private void zones(List<Treatment> treatments) {
        ZoneId assumed = timestamps.assumed();
        if (assumed != null) {
            treatments.add(new Treatment(Kind.ZONE, 1, "times without an offset are taken as " + assumed));
        }
        if (timestamps.offsets() > 1) {
            treatments.add(new Treatment(
                    Kind.ZONE,
                    timestamps.offsets(),
                    "times have " + timestamps.offsets() + " different offsets; each is taken at its word"));
        }
        if (timestamps.repeated() > 0) {
            treatments.add(new Treatment(
                    Kind.CLOCK_CHANGE,
                    timestamps.repeated(),
                    count(timestamps.repeated(), "line is", "lines are")
                            + " of the hour that the autumn change repeats"));
        }
        if (timestamps.skipped() > 0) {
            treatments.add(new Treatment(
                    Kind.CLOCK_CHANGE,
                    timestamps.skipped(),
                    count(timestamps.skipped(), "time does", "times do") + " not exist in " + options.zone()
                            + ", where the clock skips them: are they in another zone? They count as so much later"));
        }
    }

    static String count(int n, String one, String several) {
        return n + " " + (n == 1 ? one : several);
    }
}
