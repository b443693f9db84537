package dev.headroom.planner.sizer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sized service.
 *
 * @param name as in the spec
 * @param sizer its rule
 * @param bought what is bought in whole units, the main thing first
 * @param price the figure with the price of a unit; null without one
 * @param cost the figure with its cost per month; null when it has no price
 * @param workload the workload that runs it; null when there is none
 * @param instance its instance type; null when there is none
 */
public record Service(
        String name,
        String sizer,
        List<Bought> bought,
        @Nullable String price,
        @Nullable String cost,
        @Nullable String workload,
        @Nullable String instance) {

    /**
     * Whole units.
     *
     * @param figure the name of the figure
     * @param noun what they are called
     */
    public record Bought(String figure, String noun) {}

    public Service {
        bought = List.copyOf(bought);
    }
}
