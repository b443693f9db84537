package dev.headroom.spec;

import dev.headroom.engine.model.Money;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to be bought by the hour: which instance type to take, and how to pay for it.
 *
 * @param instance type of the prices; null for the cheapest of the candidates
 * @param choice what it is chosen by; null when nothing is to be chosen
 * @param demand units that are needed, block after block; the whole repeats. Empty for what the choice comes to
 * @param spot terms of spot; null for none
 * @param commitments kinds that may be committed to; null for all of the prices
 * @param mostCommitted units of each commitment that may be bought; null for any number
 * @param horizonMonths how long the demand is expected to last
 * @param itemsPerHour that are done, mean, for the price of one; null when not said
 */
public record PurchaseSpec(
        @Nullable String instance,
        @Nullable Choice choice,
        List<Block> demand,
        @Nullable Spot spot,
        @Nullable List<PricesSpec.Kind> commitments,
        @Nullable Integer mostCommitted,
        int horizonMonths,
        @Nullable Double itemsPerHour) {

    public PurchaseSpec {
        demand = List.copyOf(demand);
        commitments = commitments == null ? null : List.copyOf(commitments);
    }

    /** So many units for so many whole hours. */
    public record Block(double units, Duration time) {}

    /**
     * Under which terms spot may be used.
     *
     * @param discount of the on-demand price; null for that of the prices
     * @param interruptions of a machine in an hour; null for those of the prices
     * @param lost time lost with each interruption
     * @param base units that are never on spot
     * @param share of those above it that may be
     */
    public record Spot(
            @Nullable Double discount, @Nullable Double interruptions, Duration lost, int base, double share) {}

    /**
     * What an instance type is chosen by.
     *
     * @param candidates items that one instance of a type does in an hour, by the type's name in the prices
     * @param job items to be done by a deadline; null for steady work
     * @param rate steady work, items in an hour; null for a job
     * @param leastVcpu processors of an instance
     * @param leastMemory bytes of an instance
     * @param fewest instances
     * @param most instances
     * @param budget of the job, or of a month of steady work; null for any
     * @param called the candidate that is said to be the best on cost; null when none is
     */
    public record Choice(
            Map<String, Double> candidates,
            @Nullable Job job,
            @Nullable Double rate,
            double leastVcpu,
            double leastMemory,
            int fewest,
            int most,
            @Nullable Money budget,
            @Nullable String called) {
        public Choice {
            candidates = Collections.unmodifiableMap(new LinkedHashMap<>(candidates));
        }
    }

    /** Items to be done by a deadline, by instances that take a while to boot. */
    public record Job(double items, Duration deadline, Duration boot) {}
}
