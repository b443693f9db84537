package dev.headroom.simulator.traffic;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Set;

/**
 * Hours of the day that differ, by the clock on the wall.
 *
 * @param days on which it begins
 * @param from begin
 * @param to end; on the next day when it is not after the begin
 * @param rest the level outside
 * @param level the level inside
 * @param edge time from one level to the other, within the hours
 */
public record PrimeTime(Set<DayOfWeek> days, LocalTime from, LocalTime to, double rest, double level, Duration edge)
        implements Shape {
    public PrimeTime {
        days = Set.copyOf(days);
        Shape.check(rest);
        Shape.check(level);
        if (edge.isNegative()) {
            throw new IllegalArgumentException("the edge of prime time is not negative");
        }
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        long begin = from.toNanoOfDay() / 1_000_000;
        long length = to.toNanoOfDay() / 1_000_000 - begin;
        if (length <= 0) {
            length += Grid.DAY;
        }
        double[] out = new double[grid.count()];
        long[] wall = grid.wall();
        for (int i = 0; i < out.length; i++) {
            long since = Grid.ofDay(wall[i] - begin);
            boolean today = days.contains(Grid.day(wall[i] - since));
            out[i] = rest
                    + (today
                            ? (level - rest) * Rise.height((double) since, (double) length, (double) edge.toMillis())
                            : 0);
        }
        return out;
    }
}
