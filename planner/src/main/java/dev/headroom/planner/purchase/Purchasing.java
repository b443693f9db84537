package dev.headroom.planner.purchase;

import dev.headroom.engine.model.Money;
import dev.headroom.planner.prices.Commitment;
import dev.headroom.planner.purchase.PurchasePlan.BreakEven;
import dev.headroom.planner.purchase.PurchasePlan.Line;
import dev.headroom.planner.purchase.PurchasePlan.Step;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest way to pay for a demand curve, exactly.
 *
 * <p>With C units committed, what is left in an hour of demand d is served by spot as far as the terms allow, when a useful
 * hour of it costs less than on demand, and on demand above. The cost of what is left is convex in C, so the saving S(c) of
 * the c-th committed unit never grows with c:
 *
 * <pre>
 *   S(c) = on-demand price × mean share of unit c above what spot may take
 *        + spot price × mean share of unit c that spot may take
 * </pre>
 *
 * <p>Sort the units that may be committed by their hourly cost e(1) ≤ e(2) ≤ …; buy the c-th while e(c) &lt; S(c). The
 * difference S(c) − e(c) never grows, so no other number of units is cheaper, and no other choice of as many is (exchange
 * argument). {@code docs/concepts/purchasing.md} has the whole proof.
 */
public final class Purchasing {

    private static final int MOST_UNITS = 1_000_000;

    private final DemandCurve curve;
    private final Purchase how;
    private final Money spotHourly;
    private final boolean spotPays;
    private final double[] spotMost;
    private final List<String> notes = new ArrayList<>();

    private Purchasing(DemandCurve curve, Purchase how) {
        this.curve = curve;
        this.how = how;
        SpotTerms spot = how.spot();
        this.spotHourly = spot == null ? how.onDemand() : spot.usefulHourly(how.onDemand());
        this.spotPays =
                spot != null && spotHourly.amount().compareTo(how.onDemand().amount()) < 0;
        if (spot != null && !spotPays) {
            notes.add("spot is not used: with " + spot.interruptionsPerHour() + " interruptions an hour, each losing "
                    + spot.lostHours() + " h, a useful hour costs " + shown(spotHourly) + ", on demand "
                    + shown(how.onDemand()));
        }
        this.spotMost = new double[curve.hours()];
        if (spot != null && spotPays) {
            boolean whole = curve.isWhole();
            for (int t = 0; t < spotMost.length; t++) {
                spotMost[t] = spot.most(curve.at(t), whole);
            }
        }
    }

    /**
     * The cheapest mix.
     *
     * @throws IllegalArgumentException when currencies differ, or the curve's peak is beyond a million units
     */
    public static PurchasePlan cheapest(DemandCurve curve, Purchase how) {
        if (curve.peak() > MOST_UNITS) {
            throw new IllegalArgumentException(
                    "a peak of " + curve.peak() + " units is beyond " + MOST_UNITS + ": take a larger unit");
        }
        return new Purchasing(curve, how).solve();
    }

    /** One unit that may be committed. */
    private record Slot(Purchase.Offer offer, Money hourly) {}

    private PurchasePlan solve() {
        List<Slot> offers = how.commitments().stream()
                .map(o -> new Slot(o, o.commitment().effectiveHourly(how.horizonMonths())))
                .sorted(Comparator.comparing(s -> s.hourly().amount()))
                .toList();
        Levels all = new Levels(curve, spotMost);
        int peak = (int) Math.ceil(curve.peak());
        int[] bought = new int[offers.size()];
        List<Step> steps = new ArrayList<>();
        int at = 0;
        boolean open = true;
        for (int c = 1; c <= peak; c++) {
            while (at < offers.size() && bought[at] >= offers.get(at).offer().most()) {
                at++;
            }
            Money saves = saves(all, c);
            open = open
                    && at < offers.size()
                    && offers.get(at).hourly().amount().compareTo(saves.amount()) < 0;
            if (open) {
                bought[at]++;
            }
            step(
                    steps,
                    c,
                    all.used(c) / curve.hours(),
                    saves,
                    open ? offers.get(at).offer().commitment().name() : null);
        }
        return plan(offers, bought, Arrays.stream(bought).sum(), steps);
    }

    private Money saves(Levels all, int c) {
        double above = all.aboveSpot(c);
        return how.onDemand().times(share(above)).plus(spotHourly.times(share(all.used(c) - above)));
    }

    private BigDecimal share(double unitHours) {
        return BigDecimal.valueOf(unitHours).divide(BigDecimal.valueOf(curve.hours()), MathContext.DECIMAL128);
    }

    private static void step(List<Step> steps, int c, double utilisation, Money saves, @Nullable String bought) {
        String how = bought == null ? "as needed" : bought;
        Step last = steps.isEmpty() ? null : steps.getLast();
        if (last != null
                && last.utilisation() == utilisation
                && last.saves().equals(saves)
                && last.bought().equals(how)) {
            steps.set(steps.size() - 1, new Step(last.from(), c, utilisation, saves, how));
        } else {
            steps.add(new Step(c, c, utilisation, saves, how));
        }
    }

    private PurchasePlan plan(List<Slot> offers, int[] bought, int committed, List<Step> steps) {
        List<Line> lines = new ArrayList<>();
        Money zero = new Money(BigDecimal.ZERO, how.onDemand().currency());
        int below = 0;
        for (int i = 0; i < offers.size(); i++) {
            if (bought[i] > 0) {
                Commitment c = offers.get(i).offer().commitment();
                BigDecimal units = BigDecimal.valueOf(bought[i]);
                double used = served(below, below + bought[i]);
                Money unit = offers.get(i).hourly();
                lines.add(new Line(
                        c.name(),
                        c,
                        bought[i],
                        used,
                        unit,
                        unit.times(units),
                        c.fee().times(units)));
                below += bought[i];
            }
        }
        double spotHours = 0;
        double spotPeak = 0;
        double onDemandHours = 0;
        double onDemandPeak = 0;
        for (int t = 0; t < curve.hours(); t++) {
            double left = Math.max(0, curve.at(t) - committed);
            double spot = Math.min(left, spotMost[t]);
            spotHours += spot;
            spotPeak = Math.max(spotPeak, spot);
            onDemandHours += left - spot;
            onDemandPeak = Math.max(onDemandPeak, left - spot);
        }
        if (onDemandHours > 0) {
            Money cost = how.onDemand().times(share(onDemandHours));
            lines.add(new Line("on demand", null, onDemandPeak, onDemandHours, how.onDemand(), cost, zero));
        }
        if (spotHours > 0) {
            lines.add(
                    new Line("spot", null, spotPeak, spotHours, spotHourly, spotHourly.times(share(spotHours)), zero));
        }
        Money hourly = lines.stream().map(Line::hourly).reduce(zero, Money::plus);
        return new PurchasePlan(
                lines,
                hourly,
                how.onDemand().times(share(curve.total())),
                how.onDemand().times(BigDecimal.valueOf(Math.ceil(curve.peak()))),
                steps,
                breakEvens(),
                notes);
    }

    /** Unit-hours of the levels above {@code from} and up to {@code to}. */
    private double served(int from, int to) {
        double sum = 0;
        for (int t = 0; t < curve.hours(); t++) {
            sum += Math.clamp(curve.at(t) - from, 0, to - from);
        }
        return sum;
    }

    private List<BreakEven> breakEvens() {
        List<BreakEven> out = new ArrayList<>();
        for (Purchase.Offer o : how.commitments()) {
            Commitment c = o.commitment();
            double at = c.breakEven(how.onDemand(), how.horizonMonths());
            out.add(new BreakEven(c.name(), c.effectiveHourly(how.horizonMonths()), at));
            if (at > 1) {
                notes.add(c.name() + " never pays: over " + how.horizonMonths() + " months an hour of it costs "
                        + shown(c.effectiveHourly(how.horizonMonths())) + ", on demand " + shown(how.onDemand()));
            }
        }
        return out;
    }

    private static String shown(Money m) {
        return m.amount().round(new MathContext(6)).stripTrailingZeros().toPlainString() + " " + m.currency();
    }
}
