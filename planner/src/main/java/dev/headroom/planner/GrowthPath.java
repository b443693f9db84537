package dev.headroom.planner;

import dev.headroom.planner.quantity.Quantity;
import java.util.List;
import java.util.Map;

/**
 * A plan over years of growth.
 *
 * @param perYear growth in a year as a factor
 * @param grows names of the quantities that grow
 * @param years figures at the end of each year, from year 0 on: what is bought, and the costs, by name
 * @param reached limits in the order they are reached
 */
public record GrowthPath(double perYear, List<String> grows, List<Map<String, Quantity>> years, List<Reached> reached) {

    /**
     * A limit.
     *
     * @param what the limit in words
     * @param month the first whole month from now in which the need is above it; −1 when none within the years
     */
    public record Reached(String what, String need, Quantity limit, int month) {}

    public GrowthPath {
        grows = List.copyOf(grows);
        years = List.copyOf(years);
        reached = List.copyOf(reached);
    }
}
