package dev.headroom.planner.purchase;

import dev.headroom.engine.model.Money;
import dev.headroom.planner.prices.Commitment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How capacity of one kind may be paid for.
 *
 * @param onDemand price of a unit for an hour, above 0
 * @param spot terms of spot; null for none
 * @param commitments what may be committed to
 * @param horizonMonths how long the demand is expected to last, at least 1 month
 */
public record Purchase(Money onDemand, @Nullable SpotTerms spot, List<Offer> commitments, int horizonMonths) {

    /** A year. */
    public static final int YEAR = 12;

    /**
     * A commitment that may be made.
     *
     * @param commitment its terms
     * @param most units of it, not negative
     */
    public record Offer(Commitment commitment, int most) {
        public Offer {
            if (most < 0) {
                throw new IllegalArgumentException("a limit on commitments is not negative");
            }
        }

        /** Any number of it. */
        public static Offer of(Commitment commitment) {
            return new Offer(commitment, Integer.MAX_VALUE);
        }
    }

    public Purchase {
        commitments = List.copyOf(commitments);
        if (onDemand.amount().signum() <= 0) {
            throw new IllegalArgumentException("the price on demand is above 0, not " + onDemand);
        }
        if (horizonMonths < 1) {
            throw new IllegalArgumentException("a horizon is a month at least, not " + horizonMonths);
        }
        for (Offer o : commitments) {
            onDemand.plus(o.commitment().hourly()); // refuses mixed currencies
        }
    }

    /** On demand only. */
    public static Purchase onDemand(Money hourly) {
        return new Purchase(hourly, null, List.of(), YEAR);
    }
}
