package dev.headroom.planner.purchase;

import dev.headroom.engine.model.Money;
import org.jspecify.annotations.Nullable;

/**
 * What an instance type and the number of its instances must keep to.
 *
 * @param leastVcpu processors of an instance; 0 for any
 * @param leastMemoryBytes memory of an instance; 0 for any
 * @param fewest instances, for availability; at least 1
 * @param most instances, by quota; at least the fewest
 * @param budget for the job, or for a month of steady work; null for any
 */
public record Limits(
        double leastVcpu,
        double leastMemoryBytes,
        int fewest,
        int most,
        @Nullable Money budget) {

    /** Any instance, any number of them. */
    public static final Limits NONE = new Limits(0, 0, 1, Work.MOST_INSTANCES, null);

    public Limits {
        if (!(leastVcpu >= 0) || !(leastMemoryBytes >= 0) || fewest < 1) {
            throw new IllegalArgumentException(
                    "least processors and memory are not negative, and one instance is needed");
        }
        if (most < fewest || most > Work.MOST_INSTANCES) {
            throw new IllegalArgumentException("the most instances are from the fewest, " + fewest + ", to "
                    + Work.MOST_INSTANCES + ", not " + most);
        }
    }

    /** With this least memory. */
    public Limits memory(double bytes) {
        return new Limits(leastVcpu, bytes, fewest, most, budget);
    }

    /** With these fewest and most instances. */
    public Limits instances(int least, int greatest) {
        return new Limits(leastVcpu, leastMemoryBytes, least, greatest, budget);
    }

    /** With this budget. */
    public Limits within(Money money) {
        return new Limits(leastVcpu, leastMemoryBytes, fewest, most, money);
    }
}
