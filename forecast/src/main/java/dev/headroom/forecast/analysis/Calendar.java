package dev.headroom.forecast.analysis;

import dev.headroom.forecast.history.History;
import dev.headroom.forecast.history.Steps;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The steps that traffic is analysed in, and the wall clock over them: hours for histories of three days and more, shorter
 * ones for shorter histories, never shorter than the history's own. They begin on the full hour of the zone.
 */
final class Calendar {
    static final long HOUR = 3_600_000;
    static final long DAY = 24 * HOUR;
    private static final long LEAST_FOR_HOURS = 3 * DAY;
    private static final int STEPS_WANTED = 200;
    private static final double LEAST_KNOWN = 0.75;
    private static final int MONDAY_AT_EPOCH = 3; // 1970-01-01 was a Thursday, the day after three others

    private final History history;
    private final ZoneId zone;
    private final long startMillis;
    private final long stepMillis;
    private final int size;
    private final long[] wall;
    private final int[] day;

    Calendar(History history, ZoneId zone) {
        this.history = history;
        this.zone = zone;
        long span = history.stepMillis() * history.size();
        long own = history.stepMillis();
        long wanted = span >= LEAST_FOR_HOURS ? HOUR : Math.min(HOUR, Steps.nice(span / STEPS_WANTED));
        stepMillis = own >= wanted ? own : wanted;
        long offset = zone.getRules().getOffset(history.start()).getTotalSeconds() * 1000L;
        startMillis = own >= wanted
                ? history.startMillis()
                : Math.floorDiv(history.startMillis() + offset, stepMillis) * stepMillis - offset;
        long end = history.startMillis() + span;
        size = (int) Math.ceilDiv(end - startMillis, stepMillis);
        wall = walls();
        day = new int[size];
        long first = Math.floorDiv(wall[0], DAY);
        for (int i = 0; i < size; i++) {
            day[i] = (int) (Math.floorDiv(wall[i], DAY) - first);
        }
    }

    /** What the clock on the wall shows in the middle of each step, as milliseconds since 1970-01-01T00:00 there. */
    private long[] walls() {
        ZoneRules rules = zone.getRules();
        long[] out = new long[size];
        long until = Long.MIN_VALUE;
        long offset = 0;
        for (int i = 0; i < size; i++) {
            long t = startMillis + i * stepMillis + stepMillis / 2;
            if (t >= until) {
                Instant now = Instant.ofEpochMilli(t);
                ZoneOffset o = rules.getOffset(now);
                ZoneOffsetTransition next = rules.nextTransition(now);
                offset = o.getTotalSeconds() * 1000L;
                until = next == null ? Long.MAX_VALUE : next.getInstant().toEpochMilli();
            }
            out[i] = t + offset;
        }
        return out;
    }

    /**
     * Values of the history summed over each step; NaN where less than three quarters of it are known, and in proportion
     * where some is missing.
     */
    double[] sums(double[] values) {
        long own = history.stepMillis();
        if (own == stepMillis) {
            return values.clone();
        }
        double[] out = new double[size];
        int[] known = new int[size];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                int at = stepOf(history.startMillis() + i * own);
                out[at] += values[i];
                known[at]++;
            }
        }
        double whole = stepMillis / (double) own;
        for (int i = 0; i < size; i++) {
            out[i] = known[i] < LEAST_KNOWN * whole ? Double.NaN : out[i] * whole / known[i];
        }
        return out;
    }

    /** The step that a time is in. */
    int stepOf(long millis) {
        return (int) Math.floorDiv(millis - startMillis, stepMillis);
    }

    int size() {
        return size;
    }

    long stepMillis() {
        return stepMillis;
    }

    double stepSeconds() {
        return stepMillis / 1000.0;
    }

    ZoneId zone() {
        return zone;
    }

    History history() {
        return history;
    }

    /** Begin of a step. */
    Instant at(int step) {
        return Instant.ofEpochMilli(startMillis + step * stepMillis);
    }

    /** Begin of a step on the wall. */
    LocalDateTime local(int step) {
        return LocalDateTime.ofInstant(at(step), zone);
    }

    /** Steps in a day; 1 for steps of a day and longer. */
    int slots() {
        return (int) Math.max(1, Math.ceilDiv(DAY, stepMillis));
    }

    /** The place of a step in its day. */
    int slot(int step) {
        return (int) Math.min(slots() - 1, Math.floorMod(wall[step], DAY) / stepMillis);
    }

    /** The hour of the day of the middle of a step. */
    int hour(int step) {
        return (int) (Math.floorMod(wall[step], DAY) / HOUR);
    }

    /** The day of a step, counted from that of the first. */
    int day(int step) {
        return day[step];
    }

    /** Days that the history touches. */
    int days() {
        return day[size - 1] + 1;
    }

    /** Monday is 0. */
    int weekday(int step) {
        return (int) Math.floorMod(Math.floorDiv(wall[step], DAY) + MONDAY_AT_EPOCH, 7L);
    }

    /** How long the history is, in days. */
    double span() {
        return history.stepMillis() * (double) history.size() / DAY;
    }
}
