package dev.headroom.planner.prices;

import dev.headroom.engine.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A promise to pay for every hour of a term, used or not, against a lower price.
 *
 * @param kind how it is called
 * @param months length of the term, at least 1
 * @param upfront how much of it is paid at its begin
 * @param fee paid at its begin
 * @param hourly price of each hour beside the fee, in the fee's currency
 */
public record Commitment(Kind kind, int months, Upfront upfront, Money fee, Money hourly) {

    /** Hours of a month, and 12 × 730 = 8 760 of a year, as clouds reckon. */
    public static final int HOURS_A_MONTH = 730;

    /** How a commitment is called. */
    public enum Kind {
        RESERVED("reserved"),
        SAVINGS_PLAN("savings plan"),
        PROVISIONED("provisioned throughput");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** How much of it is paid at its begin. */
    public enum Upfront {
        NONE("nothing upfront"),
        PARTIAL("part upfront"),
        ALL("all upfront");

        private final String words;

        Upfront(String words) {
            this.words = words;
        }
    }

    public Commitment {
        if (months < 1) {
            throw new IllegalArgumentException("the term of a commitment is a month at least, not " + months);
        }
        if (fee.amount().signum() < 0 || hourly.amount().signum() < 0) {
            throw new IllegalArgumentException("the prices of a commitment are not negative");
        }
        fee.plus(hourly); // both in one currency
    }

    /** The commitment in words: {@code reserved 1 year, nothing upfront}. */
    public String name() {
        String term = months % 12 != 0
                ? months + (months == 1 ? " month" : " months")
                : months / 12 + (months == 12 ? " year" : " years");
        return kind.words + " " + term + ", " + upfront.words;
    }

    /**
     * What one unit costs for each hour of a horizon: ⌈horizon ÷ term⌉ × (fee + hourly price × term) ÷ horizon. A term
     * that reaches beyond the horizon is paid in full all the same.
     *
     * @param horizonMonths how long the unit is needed, at least 1 month
     */
    public Money effectiveHourly(int horizonMonths) {
        if (horizonMonths < 1) {
            throw new IllegalArgumentException("a horizon is a month at least, not " + horizonMonths);
        }
        long terms = Math.ceilDiv((long) horizonMonths, months);
        BigDecimal term = fee.amount().add(hourly.amount().multiply(hours(months)));
        return new Money(
                term.multiply(BigDecimal.valueOf(terms)).divide(hours(horizonMonths), MathContext.DECIMAL128),
                fee.currency());
    }

    /**
     * The share of the hours that a committed unit must be used for to cost no more than on demand; above 1 it never does.
     *
     * @param onDemand price of an hour, above 0
     */
    public double breakEven(Money onDemand, int horizonMonths) {
        Money own = effectiveHourly(horizonMonths);
        own.plus(onDemand);
        return own.amount().divide(onDemand.amount(), MathContext.DECIMAL128).doubleValue();
    }

    private static BigDecimal hours(int months) {
        return BigDecimal.valueOf((long) months * HOURS_A_MONTH);
    }
}
