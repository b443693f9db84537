package dev.headroom.planner.prices;

import dev.headroom.engine.model.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something paid by the hour, with all the ways to pay for it.
 *
 * @param name in the catalog
 * @param vcpu virtual processors; null when not known
 * @param memoryBytes null when not known
 * @param gpus graphics processors
 * @param hourly price on demand
 * @param spotDiscount share of that price saved when the platform may take it back, in [0, 1); null when it is not sold so
 * @param interruptionsPerHour of a spot machine, in the mean
 * @param commitments cheaper hours against a promise
 */
public record InstanceType(
        String name,
        @Nullable Double vcpu,
        @Nullable Double memoryBytes,
        int gpus,
        Money hourly,
        @Nullable Double spotDiscount,
        double interruptionsPerHour,
        List<Commitment> commitments) {

    public InstanceType {
        commitments = List.copyOf(commitments);
        if (hourly.amount().signum() < 0) {
            throw new IllegalArgumentException(name + ": a price is not negative");
        }
        for (Commitment c : commitments) {
            try {
                hourly.plus(c.hourly());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ", " + c.name() + ": " + e.getMessage(), e);
            }
        }
    }
}
