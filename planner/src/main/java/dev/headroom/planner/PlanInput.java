package dev.headroom.planner;

import dev.headroom.planner.sizer.Input;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a plan is made from, as entered.
 *
 * @param demand what is known of the demand, by key
 * @param services what is known of each service, by its name and key
 * @param workloads what the workloads of the spec allow, by name
 * @param prices prices of an hour by instance type, such as {@code 0.096 USD/h}
 */
public record PlanInput(
        Map<String, Input> demand,
        Map<String, Map<String, Input>> services,
        Map<String, Allowed> workloads,
        Map<String, String> prices) {

    /** Least and most replicas of a workload. */
    public record Allowed(int min, int max) {}

    public PlanInput {
        demand = Collections.unmodifiableMap(new LinkedHashMap<>(demand));
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        workloads = Collections.unmodifiableMap(new LinkedHashMap<>(workloads));
        prices = Map.copyOf(prices);
    }
}
