package dev.headroom.planner.purchase;

import dev.headroom.engine.model.Money;
import dev.headroom.planner.prices.Commitment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to buy for a demand, and why that is the cheapest.
 *
 * @param lines what is bought, commitments first
 * @param hourly cost of all, mean over the hours
 * @param onDemandHourly cost when everything is on demand
 * @param fixedHourly cost when the peak runs all the time on demand
 * @param steps the levels of demand from the bottom, with how much each is used and how it is bought
 * @param breakEvens of every commitment that may be made, in the order given
 * @param notes what is worth knowing: an option that the figures speak against
 */
public record PurchasePlan(
        List<Line> lines,
        Money hourly,
        Money onDemandHourly,
        Money fixedHourly,
        List<Step> steps,
        List<BreakEven> breakEvens,
        List<String> notes) {

    public PurchasePlan {
        lines = List.copyOf(lines);
        steps = List.copyOf(steps);
        breakEvens = List.copyOf(breakEvens);
        notes = List.copyOf(notes);
    }

    /**
     * One way to pay.
     *
     * @param name {@code on demand}, {@code spot}, or the commitment in words
     * @param commitment the terms; null for on demand and spot
     * @param units committed; for on demand and spot the most at a time
     * @param usedHours unit-hours of the period that serve demand
     * @param unitHourly price of a unit for an hour, upfront fees and lost hours included
     * @param hourly cost, mean over the hours
     * @param upfront what is paid at the begin
     */
    public record Line(
            String name,
            @Nullable Commitment commitment,
            double units,
            double usedHours,
            Money unitHourly,
            Money hourly,
            Money upfront) {}

    /**
     * Levels of demand that are used equally: the n-th level is used in the hours that need n units or more.
     *
     * @param from first level, from 1
     * @param to last level
     * @param utilisation share of the hours it is used, in [0, 1]
     * @param saves what a committed unit here saves in an hour, mean, of on-demand and spot
     * @param bought how it is bought: the commitment in words, or {@code as needed}
     */
    public record Step(int from, int to, double utilisation, Money saves, String bought) {}

    /**
     * When a commitment pays.
     *
     * @param name the commitment in words
     * @param unitHourly what a unit costs for an hour of the horizon
     * @param utilisation share of the hours it must be used for to cost no more than on demand
     */
    public record BreakEven(String name, Money unitHourly, double utilisation) {}

    /** Cost of so many hours. */
    public Money of(double hours) {
        return hourly.times(BigDecimal.valueOf(hours));
    }

    /** Cost of a month of 730 hours. */
    public Money monthly() {
        return hourly.times(BigDecimal.valueOf(Commitment.HOURS_A_MONTH));
    }

    /** Cost of years of 8 760 hours, with the same demand in each: the total cost of ownership. */
    public Money years(int n) {
        return hourly.times(BigDecimal.valueOf(12L * Commitment.HOURS_A_MONTH * n));
    }

    /**
     * Cost of one item, or of {@code measure} of them.
     *
     * @param itemsPerHour mean, above 0
     * @param measure 1 for an item, 1 000 for a thousand tokens
     */
    public Money per(double measure, double itemsPerHour) {
        if (!(itemsPerHour > 0)) {
            throw new IllegalArgumentException("a price per item needs items, not " + itemsPerHour + " an hour");
        }
        return new Money(
                hourly.amount()
                        .multiply(BigDecimal.valueOf(measure))
                        .divide(BigDecimal.valueOf(itemsPerHour), MathContext.DECIMAL128),
                hourly.currency());
    }

    /** What is paid at the begin. */
    public Money upfront() {
        return lines.stream().map(Line::upfront).reduce(new Money(BigDecimal.ZERO, hourly.currency()), Money::plus);
    }

    /** Share of the cost on demand that is saved by paying as planned. */
    public double savedAgainstOnDemand() {
        return saved(hourly, onDemandHourly);
    }

    /** Share of the cost of a fixed peak that is saved by following demand, both on demand. */
    public double savedByFollowing() {
        return saved(onDemandHourly, fixedHourly);
    }

    private static double saved(Money now, Money before) {
        return before.amount().signum() == 0
                ? 0
                : before.amount()
                        .subtract(now.amount())
                        .divide(before.amount(), MathContext.DECIMAL128)
                        .doubleValue();
    }

    /** The derivation, a line a number. */
    public List<String> derivation() {
        return Derivations.of(this);
    }
}
