package dev.headroom.forecast.history;

import dev.headroom.forecast.history.History.Singles;
import dev.headroom.forecast.history.Treatment.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Rows brought onto steps of equal length. */
final class Regular {
    private static final int MOST_STEPS = 20_000_000;
    private static final long SECOND = 1000;
    private static final double EVENTS_IN_STEP = 5;
    private static final double EXACT = 0.02;
    private static final double JITTER = 0.2;
    private static final double MOSTLY = 0.8;
    private static final int SHOWN = 3;

    private Regular() {}

    /** A history of rows that are a request each. */
    static History counted(Rows rows, List<Column> columns, ZoneId zone, List<Treatment> treatments) {
        int n = rows.size();
        long span = rows.time(n - 1) - rows.time(0) + 1;
        long step = Steps.nice(Math.max(SECOND, (long) (EVENTS_IN_STEP * span / n)));
        treatments.add(new Treatment(
                Kind.READING,
                n,
                "each of the " + n + " lines is a request; they are counted in steps of " + text(step)));
        long start = Math.floorDiv(rows.time(0), step) * step;
        int steps = steps(rows, start, step);
        double[] counts = new double[steps];
        Map<Column, double[]> out = new EnumMap<>(Column.class);
        for (int i = 0; i < n; i++) {
            counts[(int) ((rows.time(i) - start) / step)]++;
        }
        out.put(Column.REQUESTS, counts);
        for (int c = 0; c < columns.size(); c++) {
            out.put(columns.get(c), gathered(rows, c, start, step, steps, columns.get(c) == Column.LATENCY));
        }
        Singles singles = new Singles(
                rows.times(),
                cells(rows, columns.indexOf(Column.INPUT_TOKENS)),
                cells(rows, columns.indexOf(Column.OUTPUT_TOKENS)));
        clockChanges(start, step * steps, zone, treatments);
        return new History(rows.name(), start, step, out, singles, treatments);
    }

    private static double[] cells(Rows rows, int column) {
        double[] out = new double[column < 0 ? 0 : rows.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = rows.value(column, i);
        }
        return out;
    }

    /**
     * A history of rows that are a step each, or several.
     *
     * @param rows two at least, in the order of time, without duplicates
     * @param perSecond whether requests are a rate per second
     * @param ratios which columns are shares of the requests
     */
    static History stepped(
            Rows rows,
            List<Column> columns,
            boolean perSecond,
            List<Boolean> ratios,
            ZoneId zone,
            List<Treatment> treatments) {
        long[] times = rows.times();
        long step = Steps.common(times, times.length);
        long start = times[0];
        if (regular(times, step)) {
            int off = 0;
            for (long t : times) {
                off += (t - start) % step == 0 ? 0 : 1;
            }
            if (off > 0) {
                treatments.add(new Treatment(
                        Kind.IRREGULAR,
                        off,
                        off + " of " + times.length + " lines are off the common step of " + text(step)
                                + " and count in the step they fall in"));
            }
        } else {
            long median = Steps.median(times);
            boolean jitter = Steps.regularity(times, median, JITTER) >= MOSTLY;
            step = jitter
                    ? Math.max(SECOND, Math.round(median / 1000.0) * SECOND)
                    : Steps.nice(Math.max(SECOND, 4 * median));
            start = jitter ? times[0] - step / 2 : Math.floorDiv(times[0], step) * step;
            treatments.add(new Treatment(
                    Kind.IRREGULAR,
                    times.length,
                    jitter
                            ? "times are about " + text(step) + " apart; each is moved to the nearest step"
                            : "times have no common distance (median " + text(median) + "); values are "
                                    + (perSecond ? "averaged" : "added up") + " in steps of " + text(step)));
        }
        int steps = steps(rows, start, step);
        Map<Column, double[]> out = new EnumMap<>(Column.class);
        for (int c = 0; c < columns.size(); c++) {
            Column column = columns.get(c);
            boolean mean = ratios.get(c) || column == Column.LATENCY || (column == Column.REQUESTS && perSecond);
            double[] values = gathered(rows, c, start, step, steps, mean);
            if (column == Column.REQUESTS && perSecond) {
                scale(values, step / 1000.0);
            }
            out.put(column, values);
        }
        double[] requests = out.get(Column.REQUESTS);
        if (requests == null || Arrays.stream(requests).allMatch(Double::isNaN)) {
            throw new HistoryException(rows.name() + ": no line has a value for the requests");
        }
        for (int c = 0; c < columns.size(); c++) {
            double[] values = out.get(columns.get(c));
            if (ratios.get(c) && values != null) {
                shares(values, requests);
            }
        }
        History raw = new History(
                rows.name(),
                start == times[0] ? start : aligned(start, step),
                step,
                trimmed(out),
                Singles.NONE,
                List.of());
        gaps(raw, treatments);
        clockChanges(raw.startMillis(), step * raw.size(), zone, treatments);
        return new History(raw.name(), raw.startMillis(), step, raw.columns(), Singles.NONE, treatments);
    }

    /** A start that was moved by half a step for rounding is moved back. */
    private static long aligned(long start, long step) {
        return start % step == 0 ? start : start + step / 2;
    }

    private static boolean regular(long[] times, long step) {
        int equal = 0;
        for (int i = 1; i < times.length; i++) {
            equal += Math.abs(times[i] - times[i - 1] - step) <= EXACT * step ? 1 : 0;
        }
        return equal * 2 >= times.length - 1;
    }

    /** Without steps at the end that nothing is known of, such as the last of a counter. */
    private static Map<Column, double[]> trimmed(Map<Column, double[]> columns) {
        double[] requests = columns.get(Column.REQUESTS);
        int end = requests == null ? 0 : requests.length;
        while (requests != null && end > 1 && Double.isNaN(requests[end - 1])) {
            end--;
        }
        Map<Column, double[]> out = new EnumMap<>(Column.class);
        int kept = end;
        columns.forEach((c, v) -> out.put(c, v.length == kept ? v : Arrays.copyOf(v, kept)));
        return out;
    }

    private static int steps(Rows rows, long start, long step) {
        long count = (rows.time(rows.size() - 1) - start) / step + 1;
        if (count > MOST_STEPS) {
            throw new HistoryException(rows.name() + ": spans " + count + " steps of " + text(step) + ", more than the "
                    + MOST_STEPS + " that can be kept; cut it or use a longer step");
        }
        return (int) count;
    }

    private static double[] gathered(Rows rows, int column, long start, long step, int steps, boolean mean) {
        double[] out = new double[steps];
        int[] seen = new int[steps];
        for (int i = 0; i < rows.size(); i++) {
            double value = rows.value(column, i);
            if (!Double.isNaN(value)) {
                int at = (int) ((rows.time(i) - start) / step);
                out[at] += value;
                seen[at]++;
            }
        }
        for (int i = 0; i < steps; i++) {
            out[i] = seen[i] == 0 ? Double.NaN : mean ? out[i] / seen[i] : out[i];
        }
        return out;
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    /** Shares, or percentages if one is above 1.5, turned into numbers of requests. */
    private static void shares(double[] values, double[] requests) {
        double most = Arrays.stream(values).filter(v -> !Double.isNaN(v)).max().orElse(0);
        double unit = most > 1.5 ? 0.01 : 1;
        for (int i = 0; i < values.length; i++) {
            values[i] *= unit * requests[i];
        }
    }

    private static void gaps(History h, List<Treatment> treatments) {
        List<History.Gap> gaps = h.gaps();
        if (gaps.isEmpty()) {
            return;
        }
        List<History.Gap> longest = new ArrayList<>(gaps);
        longest.sort((a, b) -> b.length().compareTo(a.length()));
        long missing = 0;
        for (History.Gap g : gaps) {
            missing += g.length().toMillis() / h.stepMillis();
        }
        StringBuilder said = new StringBuilder(RowBuilder.count((int) missing, "step is", "steps are"))
                .append(" missing in ")
                .append(RowBuilder.count(gaps.size(), "gap", "gaps"))
                .append(", and left out, not taken as zero: ");
        for (int i = 0; i < Math.min(SHOWN, longest.size()); i++) {
            said.append(i == 0 ? "" : "; ")
                    .append(text(longest.get(i).length().toMillis()))
                    .append(" from ")
                    .append(longest.get(i).from());
        }
        treatments.add(new Treatment(
                Kind.GAP,
                gaps.size(),
                said.append(gaps.size() > SHOWN ? "; …" : "").toString()));
    }

    private static void clockChanges(long start, long length, ZoneId zone, List<Treatment> treatments) {
        Instant end = Instant.ofEpochMilli(start + length);
        List<String> days = new ArrayList<>();
        ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.ofEpochMilli(start));
        while (change != null && change.getInstant().isBefore(end)) {
            days.add(change.getDateTimeBefore().toLocalDate() + (change.isGap() ? " (forward)" : " (back)"));
            change = zone.getRules().nextTransition(change.getInstant());
        }
        if (!days.isEmpty() && !(zone instanceof ZoneOffset)) {
            int n = days.size();
            treatments.add(new Treatment(
                    Kind.CLOCK_CHANGE,
                    n,
                    "clocks in " + zone + " change " + (n == 1 ? "once" : n + " times") + ", "
                            + String.join(", ", n > SHOWN ? days.subList(0, SHOWN) : days) + (n > SHOWN ? ", …" : "")
                            + "; hours are those on the wall"));
        }
    }

    /** A length as people write it. */
    static String text(long millis) {
        if (millis % SECOND != 0) {
            return millis + "ms";
        }
        Duration d = Duration.ofMillis(millis);
        StringBuilder out = new StringBuilder();
        if (d.toDays() > 0) {
            out.append(d.toDays()).append('d');
        }
        if (d.toHoursPart() > 0) {
            out.append(d.toHoursPart()).append('h');
        }
        if (d.toMinutesPart() > 0) {
            out.append(d.toMinutesPart()).append('m');
        }
        if (d.toSecondsPart() > 0) {
            out.append(d.toSecondsPart()).append('s');
        }
        return out.isEmpty() ? "0s" : out.toString();
    }
}
