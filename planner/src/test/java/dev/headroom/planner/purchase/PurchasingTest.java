package dev.headroom.planner.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Money;
import dev.headroom.planner.prices.Commitment;
import dev.headroom.planner.prices.Commitment.Kind;
import dev.headroom.planner.prices.Commitment.Upfront;
import dev.headroom.planner.purchase.DemandCurve.Block;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference figures of the planning spec, and what each option is bought for. */
class PurchasingTest {

    private static final Money C5_XLARGE = Money.of("0.192", "USD");
    private static final Money NOTHING = Money.of("0", "USD");
    private static final Commitment RESERVED =
            new Commitment(Kind.RESERVED, 12, Upfront.NONE, NOTHING, Money.of("0.122", "USD"));

    private static String cents(Money m) {
        return m.amount().setScale(2, RoundingMode.HALF_UP) + " " + m.currency();
    }

    @Test
    void aJobOnDemand() {
        PurchasePlan plan = Purchasing.cheapest(DemandCurve.constant(134, 72), Purchase.onDemand(C5_XLARGE));
        assertThat(cents(plan.of(72))).isEqualTo("1852.42 USD");
    }

    @Test
    void aJobOnSpotAboveTwo() {
        PurchasePlan plan = Purchasing.cheapest(
                DemandCurve.constant(134, 72),
                new Purchase(C5_XLARGE, new SpotTerms(0.7, 0, 0, 2, 1), List.of(), Purchase.YEAR));
        assertThat(cents(plan.of(72))).isEqualTo("575.08 USD");
        assertThat(plan.lines()).extracting(PurchasePlan.Line::name).containsExactly("on demand", "spot");
        assertThat(plan.lines()).extracting(PurchasePlan.Line::units).containsExactly(2.0, 132.0);
    }

    @Test
    void twoInstancesAllMonth() {
        DemandCurve two = DemandCurve.constant(2, 1);
        assertThat(cents(Purchasing.cheapest(two, Purchase.onDemand(C5_XLARGE)).monthly()))
                .isEqualTo("280.32 USD");
        assertThat(cents(Purchasing.cheapest(two, new Purchase(C5_XLARGE, SpotTerms.of(0.5), List.of(), Purchase.YEAR))
                        .monthly()))
                .isEqualTo("140.16 USD");
    }

    @Test
    void reservedBreaksEvenAt635() {
        assertThat(RESERVED.breakEven(C5_XLARGE, 12)).isEqualTo(0.635416, within(1e-6));
        Purchase how = new Purchase(C5_XLARGE, null, List.of(Purchase.Offer.of(RESERVED)), 12);
        // used in 16 of 24 hours, 66.7 %: reserved; in 15 of 24, 62.5 %: not
        assertThat(bought(List.of(new Block(1, 16), new Block(0, 8)), how))
                .containsExactly("reserved 1 year, nothing upfront");
        assertThat(bought(List.of(new Block(1, 15), new Block(0, 9)), how)).containsExactly("on demand");
    }

    private static List<String> bought(List<Block> day, Purchase how) {
        return Purchasing.cheapest(DemandCurve.of(day), how).lines().stream()
                .map(PurchasePlan.Line::name)
                .toList();
    }

    @Test
    void followingADayAgainstAFixedPeak() {
        DemandCurve day = DemandCurve.of(List.of(new Block(5, 8), new Block(12, 8), new Block(20, 4), new Block(8, 4)));
        PurchasePlan plan = Purchasing.cheapest(day, Purchase.onDemand(Money.of("0.096", "USD")));
        assertThat(cents(plan.of(24))).isEqualTo("23.81 USD");
        assertThat(cents(plan.fixedHourly().times(java.math.BigDecimal.valueOf(24))))
                .isEqualTo("46.08 USD");
        assertThat(plan.savedByFollowing()).isEqualTo(0.483, within(5e-4));
    }

    @Test
    void theBaselineIsCommittedAndTheRestAsNeeded() {
        DemandCurve day = DemandCurve.of(List.of(new Block(5, 8), new Block(12, 8), new Block(20, 4), new Block(8, 4)));
        Commitment threeYears = new Commitment(Kind.SAVINGS_PLAN, 36, Upfront.ALL, Money.of("2200", "USD"), NOTHING);
        Purchase how = new Purchase(
                C5_XLARGE,
                new SpotTerms(0.5, 0, 0, 0, 0.25),
                List.of(Purchase.Offer.of(RESERVED), new Purchase.Offer(threeYears, 3)),
                36);
        PurchasePlan plan = Purchasing.cheapest(day, how);
        // 2200 / 26280 h = 0.0837 is less than 0.122, but only three may be had
        assertThat(plan.lines())
                .extracting(PurchasePlan.Line::name)
                .containsExactly(
                        "savings plan 3 years, all upfront", "reserved 1 year, nothing upfront", "on demand", "spot");
        assertThat(plan.lines()).extracting(PurchasePlan.Line::units).containsExactly(3.0, 3.0, 9.0, 5.0);
        assertThat(cents(plan.upfront())).isEqualTo("6600.00 USD");
        assertThat(plan.savedAgainstOnDemand()).isPositive();
        assertThat(plan.derivation())
                .contains("reserved 1 year, nothing upfront: 0.122 USD for each hour; pays when used in 63.5 % of the"
                        + " hours or more")
                .anyMatch(l ->
                        l.startsWith("savings plan 3 years, all upfront = 3 units × 0.0837139 USD = 0.251142 USD"));
        assertThat(cents(plan.years(1))).isEqualTo(cents(plan.monthly().times(java.math.BigDecimal.valueOf(12))));
    }

    @Test
    void aTermBeyondTheHorizonIsPaidInFull() {
        Commitment threeYears = new Commitment(Kind.RESERVED, 36, Upfront.NONE, NOTHING, Money.of("0.08", "USD"));
        assertThat(threeYears.effectiveHourly(12).amount()).isEqualByComparingTo("0.24");
        assertThat(threeYears.effectiveHourly(36).amount()).isEqualByComparingTo("0.08");
        assertThat(threeYears.effectiveHourly(48).amount()).isEqualByComparingTo("0.12");
        PurchasePlan plan = Purchasing.cheapest(
                DemandCurve.constant(4, 1), new Purchase(C5_XLARGE, null, List.of(Purchase.Offer.of(threeYears)), 12));
        assertThat(plan.lines()).extracting(PurchasePlan.Line::name).containsExactly("on demand");
        assertThat(plan.notes())
                .containsExactly(
                        "reserved 3 years, nothing upfront never pays: over 12 months an hour of it costs 0.24 USD,"
                                + " on demand 0.192 USD");
    }

    /** Tokens: a unit serves so many a minute; what is above is metered, in fractions of a unit. */
    @Test
    void provisionedThroughputAgainstMeteredUse() {
        Commitment unit = new Commitment(Kind.PROVISIONED, 6, Upfront.NONE, NOTHING, Money.of("13.20", "USD"));
        DemandCurve day = DemandCurve.of(List.of(new Block(0.3, 10), new Block(2.5, 10), new Block(4.75, 4)));
        PurchasePlan plan = Purchasing.cheapest(
                day, new Purchase(Money.of("24", "USD"), null, List.of(Purchase.Offer.of(unit)), 12));
        // unit 1 is used 0.3 × 10 + 14 = 17 of 24 h, 70.8 %; unit 2 14 h, 58.3 %; unit 3 0.5 × 10 + 4 = 9 h; break-even
        // 55 %
        assertThat(plan.lines()).extracting(PurchasePlan.Line::units).containsExactly(2.0, 2.75);
        double[] used = plan.steps().stream()
                .mapToDouble(PurchasePlan.Step::utilisation)
                .limit(3)
                .toArray();
        assertThat(used).containsExactly(new double[] {17 / 24.0, 14 / 24.0, 9 / 24.0}, within(1e-12));
        assertThat(plan.per(1000, 60e6).amount().doubleValue())
                .isEqualTo((2 * 13.20 + 24 * (0.5 * 10 + 2.75 * 4) / 24) * 1000 / 60e6, within(1e-12));
    }

    @Test
    void interruptionsMakeSpotDearer() {
        SpotTerms often = new SpotTerms(0.5, 0.2, 3, 0, 1);
        assertThat(often.usefulHourly(C5_XLARGE).amount()).isEqualByComparingTo("0.24");
        PurchasePlan plan =
                Purchasing.cheapest(DemandCurve.constant(3, 1), new Purchase(C5_XLARGE, often, List.of(), 12));
        assertThat(plan.lines()).extracting(PurchasePlan.Line::name).containsExactly("on demand");
        assertThat(plan.notes()).hasSize(1).first().asString().startsWith("spot is not used: with 0.2 interruptions");
    }

    @Test
    void nonsenseIsRefusedWithItsFigures() {
        Commitment yen = new Commitment(Kind.RESERVED, 12, Upfront.NONE, Money.of("0", "JPY"), Money.of("12", "JPY"));
        assertThatThrownBy(() -> new Purchase(C5_XLARGE, null, List.of(Purchase.Offer.of(yen)), 12))
                .hasMessage("amounts in USD and JPY cannot be taken together");
        assertThatThrownBy(() -> DemandCurve.of(1, -2)).hasMessageContaining("not -2.0");
        assertThatThrownBy(() -> DemandCurve.of(1, Double.NaN)).hasMessageContaining("not NaN");
        assertThatThrownBy(() -> new SpotTerms(0.5, 2, 1, 0, 1).usefulHourly(C5_XLARGE))
                .hasMessageContaining("nothing gets done");
        assertThatThrownBy(() -> Purchase.onDemand(NOTHING)).hasMessageContaining("above 0");
    }

    @Test
    void noDemandCostsNothing() {
        PurchasePlan plan = Purchasing.cheapest(
                DemandCurve.of(0, 0),
                new Purchase(C5_XLARGE, SpotTerms.of(0.5), List.of(Purchase.Offer.of(RESERVED)), 12));
        assertThat(plan.lines()).isEmpty();
        assertThat(cents(plan.monthly())).isEqualTo("0.00 USD");
        assertThat(plan.savedAgainstOnDemand()).isZero();
    }
}
