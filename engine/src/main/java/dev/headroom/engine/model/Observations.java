package dev.headroom.engine.model;

import java.util.List;
import java.util.Map;

/**
 * Everything seen from outside for one evaluation of one workload.
 *
 * @param fleet the replicas as the target reports them
 * @param readings one per signal of the workload, in the same order
 * @param forecasts forecasts by signal name; may lack any
 * @param tiers ready replicas of the other workloads this one depends on, by name
 * @param spending what other workloads under the same budgets cost
 * @param overrides manual overrides in force, in the order they were given
 * @param asked replicas that other workloads need of this one: that they ask it to grow to first ({@link
 *     Advice.ScaleFirst}), or that carry what they have; the most of them; 0 when none does
 */
public record Observations(
        Fleet fleet,
        List<Reading> readings,
        Map<String, Forecast> forecasts,
        Map<String, Integer> tiers,
        Spending spending,
        List<ManualOverride> overrides,
        int asked) {

    /** Nobody asks it to grow. */
    public Observations(
            Fleet fleet,
            List<Reading> readings,
            Map<String, Forecast> forecasts,
            Map<String, Integer> tiers,
            Spending spending,
            List<ManualOverride> overrides) {
        this(fleet, readings, forecasts, tiers, spending, overrides, 0);
    }

    /**
     * Cost of the other workloads under the same budgets, in the currency of the budget.
     *
     * @param hourlyRate their present cost per hour
     * @param today what they have cost since the day began in the budget's zone
     * @param month what they have cost since the month began
     */
    public record Spending(double hourlyRate, double today, double month) {
        /** Nothing else is under the budget. */
        public static final Spending NONE = new Spending(0, 0, 0);
    }

    /** A fleet and readings, and nothing else. */
    public static Observations of(Fleet fleet, List<Reading> readings) {
        return new Observations(fleet, readings, Map.of(), Map.of(), Spending.NONE, List.of());
    }
}
