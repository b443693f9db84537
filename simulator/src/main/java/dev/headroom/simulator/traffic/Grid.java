package dev.headroom.simulator.traffic;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The steps that traffic is made for, and the wall clock over them.
 *
 * @param startMillis begin of the first step, epoch milliseconds
 * @param stepMillis length of a step
 * @param count number of steps
 * @param zone of days and hours
 */
public record Grid(long startMillis, long stepMillis, int count, ZoneId zone) {

    /** The most steps: seven and a half years of minutes. */
    public static final int MOST_STEPS = 4_000_000;

    static final long DAY = 86_400_000;
    private static final int MONDAY_AT_EPOCH = 3; // 1970-01-01 was a Thursday, the day after three others

    public Grid {
        if (stepMillis <= 0 || count <= 0 || count > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "traffic needs a positive step and 1 to " + MOST_STEPS + " steps, not " + count);
        }
    }

    /** Length of a step in seconds. */
    public double stepSeconds() {
        return stepMillis / 1000.0;
    }

    /** Milliseconds from the begin of the first step to an instant; negative before. */
    double since(Instant t) {
        return t.toEpochMilli() - (double) startMillis;
    }

    /** What the clock on the wall shows in the middle of each step, as milliseconds since 1970-01-01T00:00 there. */
    long[] wall() {
        ZoneRules rules = zone.getRules();
        long[] out = new long[count];
        long until = Long.MIN_VALUE;
        long offset = 0;
        for (int i = 0; i < count; i++) {
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

    /** Milliseconds since midnight of a time on the wall. */
    static long ofDay(long wall) {
        return Math.floorMod(wall, DAY);
    }

    /** The day of a time on the wall. */
    static DayOfWeek day(long wall) {
        return DayOfWeek.of((int) Math.floorMod(Math.floorDiv(wall, DAY) + MONDAY_AT_EPOCH, 7L) + 1);
    }
}
