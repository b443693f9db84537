package dev.headroom.planner.prices;

import java.util.List;
import java.util.Map;

/**
 * What was taken out of an AWS price list.
 *
 * @param service its offer code, such as {@code AmazonEC2}
 * @param published day the list was published, {@code YYYY-MM-DD}; empty when it does not say
 * @param region code of the region
 * @param currency of all prices
 * @param instances by name
 * @param notes what was left out, and why
 */
public record PriceList(
        String service,
        String published,
        String region,
        String currency,
        Map<String, InstanceType> instances,
        List<String> notes) {
    public PriceList {
        instances = Map.copyOf(instances);
        notes = List.copyOf(notes);
    }
}
