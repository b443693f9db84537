package dev.headroom.planner.purchase;

import dev.headroom.engine.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * An instance type that could do the work.
 *
 * @param name as the user calls it
 * @param vcpu virtual processors; null when not known
 * @param memoryBytes null when not known
 * @param hourly price of an hour, above 0
 * @param itemsPerHour measured work of one instance, above 0
 */
public record Candidate(
        String name, @Nullable Double vcpu, @Nullable Double memoryBytes, Money hourly, double itemsPerHour) {

    public Candidate {
        if (hourly.amount().signum() <= 0) {
            throw new IllegalArgumentException(name + ": the price is above 0, not " + hourly);
        }
        if (!(itemsPerHour > 0) || Double.isInfinite(itemsPerHour)) {
            throw new IllegalArgumentException(name + ": the throughput is above 0, not " + itemsPerHour + " an hour");
        }
    }

    /** Items for one unit of money, of an instance that is never idle. */
    public BigDecimal itemsPerMoney() {
        return BigDecimal.valueOf(itemsPerHour).divide(hourly.amount(), MathContext.DECIMAL128);
    }
}
