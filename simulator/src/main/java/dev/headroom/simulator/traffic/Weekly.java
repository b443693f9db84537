package dev.headroom.simulator.traffic;

import java.time.DayOfWeek;
import java.util.Map;

/**
 * A level for each day of the week, from midnight to midnight on the wall.
 *
 * @param days the days that differ
 * @param rest the level of the others
 */
public record Weekly(Map<DayOfWeek, Double> days, double rest) implements Shape {
    public Weekly {
        days = Map.copyOf(days);
        days.values().forEach(Shape::check);
        Shape.check(rest);
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        double[] level = new double[DayOfWeek.values().length];
        for (DayOfWeek day : DayOfWeek.values()) {
            level[day.getValue() - 1] = days.getOrDefault(day, rest);
        }
        double[] out = new double[grid.count()];
        long[] wall = grid.wall();
        for (int i = 0; i < out.length; i++) {
            out[i] = level[Grid.day(wall[i]).getValue() - 1];
        }
        return out;
    }
}
