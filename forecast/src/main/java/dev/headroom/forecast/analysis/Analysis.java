package dev.headroom.forecast.analysis;

import dev.headroom.forecast.history.History;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a history of traffic is like.
 *
 * @param history what was analysed
 * @param zone of hours, days and weeks
 * @param stepMillis length of the steps it was analysed in: hours for three days and more
 * @param starts begin of each step
 * @param rates requests per second in each step, NaN where not known
 * @param expected requests per second that season and level let expect
 * @param season what repeats
 * @param profile the day and the week; null below a day, or in steps longer than an hour
 * @param levels shifts and trend
 * @param events rises, in the order of time
 * @param drops falls, outages among them, in the order of time
 * @param companions what happens to cache hits, latency and errors while the rate rises
 * @param tokens null where none are known
 * @param burstiness the 95th percentile over the steps of: highest of the history's own steps ÷ the mean of the step; 1 where
 *     the history's own steps are not shorter
 * @param flaggedPlain steps that a plain z-score by the hour of the day puts above the threshold, for comparison
 */
public record Analysis(
        History history,
        ZoneId zone,
        long stepMillis,
        List<Instant> starts,
        double[] rates,
        double[] expected,
        Season season,
        @Nullable Profile profile,
        Levels levels,
        List<Event> events,
        List<Event> drops,
        List<Companion> companions,
        @Nullable TokenUse tokens,
        double burstiness,
        int flaggedPlain) {

    /** How far a step is from the expected. */
    public enum Scoring {
        /** Median and median absolute deviation, against season and level. */
        ROBUST,
        /** Mean and standard deviation of the same hour of the day. */
        PLAIN
    }

    /**
     * How to look.
     *
     * @param zone of hours, days and weeks
     * @param scoring what events are found by
     * @param threshold score from which a step can be part of an event; 3 is usual; positive
     */
    public record Options(ZoneId zone, Scoring scoring, double threshold) {
        public Options {
            if (!(threshold > 0)) {
                throw new IllegalArgumentException("the threshold is positive, not " + threshold);
            }
        }

        /** The usual, in a zone. */
        public static Options in(ZoneId zone) {
            return new Options(zone, Scoring.ROBUST, 3);
        }
    }

    private static final int LEAST_OWN_STEPS = 4;
    private static final int STEP_NEAR_DAYS = 2;
    private static final double STAYS = 0.4;

    public Analysis {
        starts = List.copyOf(starts);
        events = List.copyOf(events);
        drops = List.copyOf(drops);
        companions = List.copyOf(companions);
    }

    /**
     * Analyses.
     *
     * @param h some demand at least
     * @throws IllegalArgumentException when there is none
     */
    public static Analysis of(History h, Options options) {
        Calendar c = new Calendar(h, options.zone());
        double[] x = c.sums(h.requests());
        if (!(Robust.mean(x) > 0)) {
            throw new IllegalArgumentException(h.name() + ": there is no demand in it");
        }
        Expectation e = Expectation.of(c, x);
        double[] plain = EventFinder.plain(c, x);
        double[] score = options.scoring() == Scoring.PLAIN ? plain : EventFinder.robust(c, e);
        List<Event> rises = EventFinder.rises(c, x, e, score, options.threshold());
        List<Event> drops = EventFinder.drops(c, x, e, score, options.threshold());
        Levels levels = Levels.of(c, e);
        rises = Recurrences.marked(stepped(rises, levels), c.zone(), h.end());
        drops = Recurrences.marked(drops, c.zone(), h.end());
        boolean[] ordinary = ordinary(c, rises, drops);
        boolean hourly = c.stepMillis() <= Calendar.HOUR && c.span() >= 1;
        Profile profile = hourly ? Profile.of(c, x, e.levels(), ordinary) : null;
        Profile day = profile != null ? profile : Profile.of(c, x, e.levels(), ordinary);
        int flagged = 0;
        for (double z : plain) {
            flagged += z >= options.threshold() ? 1 : 0;
        }
        List<Instant> starts = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            starts.add(c.at(i));
        }
        return new Analysis(
                h,
                options.zone(),
                c.stepMillis(),
                starts,
                perSecond(c, x),
                perSecond(c, e.expected()),
                e.season(),
                profile,
                levels,
                rises,
                drops,
                Companion.of(c, x, e.multiples(), ordinary),
                TokenUse.of(c, x, day),
                burstiness(c, x),
                flagged);
    }

    /** An event after which the level stays up, by two fifths of its height at least, is a step. */
    private static List<Event> stepped(List<Event> events, Levels levels) {
        List<Event> out = new ArrayList<>();
        for (Event e : events) {
            boolean step = levels.shifts().stream()
                    .anyMatch(s -> s.change() >= STAYS * (e.multiple() - 1)
                            && Math.abs(s.at().getEpochSecond() - e.start().getEpochSecond())
                                    <= STEP_NEAR_DAYS * 86_400L
                            && !e.end().isBefore(s.at()));
            out.add(step ? e.withShape(Event.Shape.STEP) : e);
        }
        return out;
    }

    private static boolean[] ordinary(Calendar c, List<Event> rises, List<Event> drops) {
        boolean[] out = new boolean[c.size()];
        Arrays.fill(out, true);
        for (List<Event> events : List.of(rises, drops)) {
            for (Event e : events) {
                int end = c.stepOf(e.end().toEpochMilli());
                Arrays.fill(out, c.stepOf(e.start().toEpochMilli()), Math.min(out.length, end), false);
            }
        }
        return out;
    }

    private static double[] perSecond(Calendar c, double[] x) {
        double[] out = new double[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = x[i] / c.stepSeconds();
        }
        return out;
    }

    private static double burstiness(Calendar c, double[] x) {
        History h = c.history();
        double own = c.stepMillis() / (double) h.stepMillis();
        if (own < LEAST_OWN_STEPS) {
            return 1;
        }
        double[] highest = new double[c.size()];
        double[] values = h.requests();
        for (int i = 0; i < values.length; i++) {
            int at = c.stepOf(h.startMillis() + i * h.stepMillis());
            highest[at] = Math.max(highest[at], Double.isNaN(values[i]) ? 0 : values[i]);
        }
        double mean = Robust.mean(x);
        for (int i = 0; i < highest.length; i++) {
            highest[i] = x[i] >= mean ? highest[i] * own / x[i] : Double.NaN;
        }
        double q = Robust.quantile(highest, 0.95);
        return Double.isNaN(q) ? 1 : Math.max(1, q);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Analysis a
                && history.equals(a.history)
                && zone.equals(a.zone)
                && Arrays.equals(rates, a.rates)
                && events.equals(a.events)
                && drops.equals(a.drops);
    }

    @Override
    public int hashCode() {
        return history.name().hashCode() * 31 + Arrays.hashCode(rates);
    }

    @Override
    public String toString() {
        return "Analysis[" + history.name() + ", " + events.size() + " events]";
    }
}
