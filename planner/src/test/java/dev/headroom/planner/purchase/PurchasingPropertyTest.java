package dev.headroom.planner.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Money;
import dev.headroom.planner.prices.Commitment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The optimum against every choice there is, on small cases. */
class PurchasingPropertyTest {

    private static final int MOST = 5;

    record Case(double[] demand, Purchase how) {
        @Override
        public String toString() {
            return java.util.Arrays.toString(demand) + " " + how;
        }
    }

    private static Money usd(int cents) {
        return new Money(BigDecimal.valueOf(cents, 2), "USD");
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<double[]> whole = Arbitraries.integers()
                .between(0, MOST)
                .map(Integer::doubleValue)
                .array(double[].class)
                .ofMinSize(1)
                .ofMaxSize(6);
        Arbitrary<double[]> metered = Arbitraries.integers()
                .between(0, 4 * MOST)
                .map(i -> i / 4.0)
                .array(double[].class)
                .ofMinSize(1)
                .ofMaxSize(6);
        Arbitrary<Purchase.Offer> offer = Combinators.combine(
                        Arbitraries.of(1, 6, 12, 36),
                        Arbitraries.integers().between(0, 30_000),
                        Arbitraries.integers().between(0, 120),
                        Arbitraries.of(0, 1, 2, MOST, Integer.MAX_VALUE))
                .as((months, fee, price, most) -> new Purchase.Offer(
                        new Commitment(
                                Commitment.Kind.RESERVED, months, Commitment.Upfront.PARTIAL, usd(fee), usd(price)),
                        most));
        Arbitrary<SpotTerms> spot = Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 4))
                .as((discount, lost, base, share) -> new SpotTerms(discount / 10.0, 0.1, lost, base, share / 4.0));
        Arbitrary<Purchase> how = Combinators.combine(
                        offer.list().ofMaxSize(3), spot.injectNull(0.3), Arbitraries.of(1, 12, 18, 36))
                .as((offers, terms, horizon) -> new Purchase(usd(100), terms, offers, horizon));
        return Combinators.combine(Arbitraries.oneOf(whole, metered), how).as(Case::new);
    }

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void isTheLeastOfAllChoices(@ForAll("cases") Case c) {
        DemandCurve curve = DemandCurve.of(c.demand());
        PurchasePlan plan = Purchasing.cheapest(curve, c.how());
        double least = bruteForce(c, new ArrayList<>());
        assertThat(plan.hourly().amount().doubleValue()).isCloseTo(least, org.assertj.core.data.Offset.offset(1e-9));
        double served =
                plan.lines().stream().mapToDouble(PurchasePlan.Line::usedHours).sum();
        assertThat(served).isCloseTo(curve.total(), org.assertj.core.data.Offset.offset(1e-9));
        assertThat(plan.hourly().amount())
                .isLessThanOrEqualTo(plan.onDemandHourly().amount().add(tiny()));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void moreDemandNeverCostsLess(@ForAll("cases") Case c) {
        double[] more = c.demand().clone();
        more[more.length / 2]++;
        assertThat(Purchasing.cheapest(DemandCurve.of(more), c.how()).hourly().amount())
                .isGreaterThanOrEqualTo(Purchasing.cheapest(DemandCurve.of(c.demand()), c.how())
                        .hourly()
                        .amount()
                        .subtract(tiny()));
    }

    private static BigDecimal tiny() {
        return BigDecimal.valueOf(1, 9);
    }

    /** Every number of every commitment; what is left goes to spot as far as it may, or not at all, whichever is less. */
    private static double bruteForce(Case c, List<Integer> units) {
        int next = units.size();
        if (next < c.how().commitments().size()) {
            int most = Math.min(MOST, c.how().commitments().get(next).most());
            double least = Double.POSITIVE_INFINITY;
            for (int n = 0; n <= most; n++) {
                units.add(n);
                least = Math.min(least, bruteForce(c, units));
                units.removeLast();
            }
            return least;
        }
        double cost = 0;
        int committed = 0;
        for (int i = 0; i < units.size(); i++) {
            committed += units.get(i);
            cost += units.get(i)
                    * c.how()
                            .commitments()
                            .get(i)
                            .commitment()
                            .effectiveHourly(c.how().horizonMonths())
                            .amount()
                            .doubleValue();
        }
        double left = 0;
        for (double d : c.demand()) {
            left += leastFor(Math.max(0, d - committed), d, c);
        }
        return cost + left / c.demand().length;
    }

    private static double leastFor(double left, double demand, Case c) {
        double onDemand = c.how().onDemand().amount().doubleValue();
        SpotTerms spot = c.how().spot();
        if (spot == null) {
            return left * onDemand;
        }
        boolean whole = java.util.Arrays.stream(c.demand()).allMatch(d -> d == Math.rint(d));
        double price = price(c.how().onDemand(), spot);
        double allowed = Math.max(0, demand - spot.base()) * spot.share();
        double least = left * onDemand;
        double step = whole ? 1 : 1 / 16.0;
        for (double x = 0; x <= Math.min(left, allowed) + 1e-9; x += step) {
            least = Math.min(least, x * price + (left - x) * onDemand);
        }
        return least;
    }

    private static double price(Money onDemand, @Nullable SpotTerms spot) {
        return spot == null
                ? onDemand.amount().doubleValue()
                : onDemand.amount()
                        .multiply(BigDecimal.ONE.subtract(BigDecimal.valueOf(spot.discount())))
                        .divide(
                                BigDecimal.valueOf(1 - spot.interruptionsPerHour() * spot.lostHours()),
                                MathContext.DECIMAL64)
                        .doubleValue();
    }
}
