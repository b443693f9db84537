package dev.headroom.simulator.league;

import dev.headroom.simulator.Lengths;
import dev.headroom.simulator.Trace;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Makes a recorded trace fit for the table: its busiest four weeks, by the minute where it is coarser, and of a size that is
 * the same for all.
 */
public final class Demand {
    /** Most of a trace that is run, unless all of it is asked for. */
    static final long MOST_MILLIS = 28L * 24 * 3_600_000;

    private static final long MINUTE = 60_000;
    private static final double PERCENTILE = 0.999;

    private Demand() {}

    /**
     * The trace as it is run.
     *
     * @param recorded as it was read
     * @param full whether all of it is run, and not the busiest 28 days only
     * @param perSecond arrivals per second that the 99.9th percentile of its rates is scaled to
     * @throws IllegalArgumentException when it is shorter than two minutes, or nothing arrives
     */
    public static Trace of(Trace recorded, boolean full, double perSecond) {
        return of(recorded, full, perSecond, t -> t);
    }

    /**
     * The trace as it is run for a service that has more work with some requests than with others.
     *
     * @param perSecond requests of mean work per second that the 99.9th percentile is scaled to
     * @param work a trace by the work that comes, in requests of mean work
     */
    static Trace of(Trace recorded, boolean full, double perSecond, UnaryOperator<Trace> work) {
        Trace part = byMinute(full ? recorded : busiest(recorded));
        if (part.arrivals().length < 2) {
            throw new IllegalArgumentException(recorded.name() + ": is too short to be cut into halves");
        }
        double[] sorted = work.apply(part).arrivals().clone();
        Arrays.sort(sorted);
        double high = sorted[(int) Math.ceil(PERCENTILE * sorted.length) - 1];
        high = high > 0 ? high : sorted[sorted.length - 1];
        if (!(high > 0)) {
            throw new IllegalArgumentException(recorded.name() + ": nothing arrives");
        }
        double factor = perSecond * part.bucketMillis() / 1000 / high;
        double[] scaled = Arrays.stream(part.arrivals()).map(v -> v * factor).toArray();
        return new Trace(part.name(), part.startMillis(), part.bucketMillis(), scaled, part.lengths());
    }

    /** The first half; the middle bucket of an odd number belongs to the second. */
    public static Trace firstHalf(Trace t) {
        return t.slice(0, t.arrivals().length / 2);
    }

    /** The second half. */
    public static Trace secondHalf(Trace t) {
        return t.slice(t.arrivals().length / 2, t.arrivals().length);
    }

    /** The 28 days in which most arrives; the first of several such. */
    static Trace busiest(Trace t) {
        int length = (int) (MOST_MILLIS / t.bucketMillis());
        double[] a = t.arrivals();
        if (a.length <= length) {
            return t;
        }
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[i];
        }
        double most = sum;
        int from = 0;
        for (int i = length; i < a.length; i++) {
            sum += a[i] - a[i - length];
            if (sum > most * (1 + 1e-12)) {
                most = sum;
                from = i - length + 1;
            }
        }
        return t.slice(from, from + length);
    }

    /**
     * Steps coarser than a minute become minutes whose rate is interpolated linearly between the centres of the steps, and
     * constant before the first and after the last one.
     */
    static Trace byMinute(Trace t) {
        if (t.bucketMillis() <= MINUTE) {
            return t;
        }
        double[] a = t.arrivals();
        double[] minutes = new double[(int) (t.bucketMillis() * a.length / MINUTE)];
        double share = (double) MINUTE / t.bucketMillis();
        for (int m = 0; m < minutes.length; m++) {
            double at = (m + 0.5) * share - 0.5;
            int left = (int) Math.floor(at);
            double low = a[Math.max(0, left)];
            double high = a[Math.min(a.length - 1, left + 1)];
            minutes[m] = (low + (at - left) * (high - low)) * share;
        }
        boolean whole = t.bucketMillis() % MINUTE == 0;
        Lengths lengths = t.lengths() == null || !whole ? null : t.lengths().split((int) (t.bucketMillis() / MINUTE));
        return new Trace(t.name(), t.startMillis(), MINUTE, minutes, lengths);
    }

    /** Requests counted by the second, added up by the minute: single seconds of few requests tell no rate. */
    public static Trace counted(Trace events) {
        int each = (int) (MINUTE / events.bucketMillis());
        double[] a = events.arrivals();
        int whole = a.length / each;
        if (each < 2 || whole < 2) {
            return events;
        }
        double[] minutes = new double[whole];
        for (int i = 0; i < whole * each; i++) {
            minutes[i / each] += a[i];
        }
        Lengths lengths = events.lengths() == null ? null : events.lengths().joined(each, a);
        return new Trace(events.name(), events.startMillis(), MINUTE, minutes, lengths);
    }
}
