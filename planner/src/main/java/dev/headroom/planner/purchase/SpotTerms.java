package dev.headroom.planner.purchase;

import dev.headroom.engine.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Under which terms spot capacity may be used.
 *
 * @param discount share of the on-demand price that is saved, in [0, 1)
 * @param interruptionsPerHour of a machine, in the mean, not negative
 * @param lostHours paid hours lost with each interruption: work done again and the boot of a replacement; not negative
 * @param base units that are never on spot, not negative
 * @param share of the units above the base that may be on spot, in [0, 1]; rounded down where demand is in whole units, as the
 *     simulator's mix does
 */
public record SpotTerms(double discount, double interruptionsPerHour, double lostHours, int base, double share) {

    public SpotTerms {
        if (!(discount >= 0 && discount < 1) || !(share >= 0 && share <= 1) || base < 0) {
            throw new IllegalArgumentException(
                    "spot needs a discount in [0, 1), a share in [0, 1] and a base that is not negative");
        }
        if (!(interruptionsPerHour >= 0) || !(lostHours >= 0) || Double.isInfinite(interruptionsPerHour * lostHours)) {
            throw new IllegalArgumentException("interruptions and the hours they cost are finite and not negative");
        }
    }

    /** Spot for everything, interruptions costing nothing. */
    public static SpotTerms of(double discount) {
        return new SpotTerms(discount, 0, 0, 0, 1);
    }

    /** Share of a paid spot hour that is useful: 1 − interruptions × lost hours; 0 or less means that nothing gets done. */
    public BigDecimal useful() {
        return BigDecimal.ONE.subtract(
                BigDecimal.valueOf(interruptionsPerHour).multiply(BigDecimal.valueOf(lostHours)));
    }

    /**
     * Price of a useful hour: on-demand price × (1 − discount) ÷ useful share.
     *
     * @throws IllegalArgumentException when no hour is useful
     */
    public Money usefulHourly(Money onDemand) {
        if (useful().signum() <= 0) {
            throw new IllegalArgumentException("spot machines are interrupted " + interruptionsPerHour
                    + " times an hour and lose " + lostHours + " hours each time: nothing gets done");
        }
        BigDecimal factor =
                BigDecimal.ONE.subtract(BigDecimal.valueOf(discount)).divide(useful(), MathContext.DECIMAL128);
        return onDemand.times(factor);
    }

    /** The most of a demand that may be on spot. */
    public double most(double demand, boolean whole) {
        double above = Math.max(0, demand - base) * share;
        return whole ? Math.floor(above + 1e-9) : above;
    }
}
