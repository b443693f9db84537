package dev.headroom.cli;

import dev.headroom.engine.model.Money;
import dev.headroom.planner.prices.Commitment;
import dev.headroom.planner.prices.InstanceType;
import dev.headroom.planner.purchase.Candidate;
import dev.headroom.planner.purchase.DemandCurve;
import dev.headroom.planner.purchase.InstanceChoice;
import dev.headroom.planner.purchase.Limits;
import dev.headroom.planner.purchase.Purchase;
import dev.headroom.planner.purchase.PurchasePlan;
import dev.headroom.planner.purchase.Purchasing;
import dev.headroom.planner.purchase.SpotTerms;
import dev.headroom.planner.purchase.Work;
import dev.headroom.spec.PricesSpec;
import dev.headroom.spec.PurchaseSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be bought, by a spec.
 *
 * @param name in the spec
 * @param choice of the instance type; null when nothing was to be chosen
 * @param contradiction why the candidate said to be the cheapest is not; null when it is, or nobody says so
 * @param type what is bought
 * @param demand units needed
 * @param plan how they are paid for
 * @param itemsPerHour that are done, mean; null when not said
 */
record Purchases(
        String name,
        InstanceChoice.@Nullable Outcome choice,
        @Nullable String contradiction,
        InstanceType type,
        DemandCurve demand,
        PurchasePlan plan,
        @Nullable Double itemsPerHour) {

    /**
     * The purchase of that name in a spec that has been read without errors.
     *
     * @throws Refusal when nothing that is allowed can do the work
     */
    static Purchases of(String name, PurchaseSpec spec, PricesSpec prices) {
        try {
            InstanceChoice.Outcome choice = spec.choice() == null ? null : choose(spec.choice(), prices);
            InstanceChoice.Option option = choice == null ? null : taken(name, spec, choice);
            String instance =
                    option == null ? spec.instance() : option.candidate().name();
            InstanceType type = instance == null ? null : Catalogs.instance(prices, instance);
            if (type == null) {
                throw new Refusal("purchases." + name + ": '" + instance + "' has no price");
            }
            DemandCurve demand = demand(spec, option);
            String called = spec.choice() == null ? null : spec.choice().called();
            return new Purchases(
                    name,
                    choice,
                    choice == null || called == null ? null : choice.contradiction(called),
                    type,
                    demand,
                    Purchasing.cheapest(demand, how(spec, type)),
                    items(spec));
        } catch (IllegalArgumentException e) {
            throw new Refusal("purchases." + name + ": " + e.getMessage());
        }
    }

    private static @Nullable Double items(PurchaseSpec spec) {
        PurchaseSpec.Choice choice = spec.choice();
        Double items = spec.itemsPerHour() != null || choice == null ? spec.itemsPerHour() : choice.rate();
        return items == null || items == 0 ? null : items;
    }

    private static InstanceChoice.Outcome choose(PurchaseSpec.Choice c, PricesSpec prices) {
        List<Candidate> candidates = new ArrayList<>();
        for (Map.Entry<String, Double> e : c.candidates().entrySet()) {
            InstanceType t = Catalogs.instance(prices, e.getKey());
            if (t == null) {
                throw new IllegalArgumentException("'" + e.getKey() + "' has no price");
            }
            candidates.add(new Candidate(t.name(), t.vcpu(), t.memoryBytes(), t.hourly(), e.getValue()));
        }
        PurchaseSpec.Job job = c.job();
        Double rate = c.rate();
        Work work = job != null
                ? new Work.Job(job.items(), hours(job.deadline()), hours(job.boot()))
                : new Work.Steady(rate == null ? 0 : rate);
        return InstanceChoice.among(
                candidates, work, new Limits(c.leastVcpu(), c.leastMemory(), c.fewest(), c.most(), c.budget()));
    }

    private static InstanceChoice.Option taken(String name, PurchaseSpec spec, InstanceChoice.Outcome choice) {
        String wanted = spec.instance();
        InstanceChoice.Option taken = wanted == null
                ? choice.cheapest()
                : choice.options().stream()
                        .filter(o -> o.candidate().name().equals(wanted))
                        .findFirst()
                        .orElse(null);
        if (taken == null) {
            List<String> why = choice.rejected().stream()
                    .filter(r -> wanted == null || r.candidate().name().equals(wanted))
                    .map(r -> r.candidate().name() + ": " + r.why())
                    .toList();
            throw new Refusal("purchases." + name + ": "
                    + (wanted == null ? "no candidate is allowed" : "'" + wanted + "' is not allowed, or no candidate")
                    + (why.isEmpty() ? "" : "; " + String.join("; ", why)));
        }
        return taken;
    }

    private static DemandCurve demand(PurchaseSpec spec, InstanceChoice.@Nullable Option option) {
        if (!spec.demand().isEmpty()) {
            return DemandCurve.of(spec.demand().stream()
                    .map(b -> new DemandCurve.Block(
                            b.units(), Math.toIntExact(b.time().toHours())))
                    .toList());
        }
        return DemandCurve.constant(option == null ? 0 : option.instances(), 1);
    }

    private static Purchase how(PurchaseSpec spec, InstanceType type) {
        List<Purchase.Offer> offers = new ArrayList<>();
        int most = spec.mostCommitted() == null ? Integer.MAX_VALUE : spec.mostCommitted();
        PurchaseSpec.Choice choice = spec.choice();
        boolean job = choice != null && choice.job() != null && spec.demand().isEmpty();
        for (Commitment c : type.commitments()) {
            List<PricesSpec.Kind> kinds = spec.commitments();
            if (!job
                    && (kinds == null
                            || kinds.contains(PricesSpec.Kind.valueOf(c.kind().name())))) {
                offers.add(new Purchase.Offer(c, most));
            }
        }
        return new Purchase(type.hourly(), spot(spec.spot(), type), offers, spec.horizonMonths());
    }

    private static @Nullable SpotTerms spot(PurchaseSpec.@Nullable Spot s, InstanceType type) {
        if (s == null) {
            return null;
        }
        Double discount = s.discount() == null ? type.spotDiscount() : s.discount();
        if (discount == null) {
            throw new IllegalArgumentException("the prices have no spot price of '" + type.name()
                    + "'; add spot: { discount: 60% } to it there, or discount to the purchase's spot");
        }
        Double interruptions = s.interruptions();
        return new SpotTerms(
                discount,
                interruptions == null ? type.interruptionsPerHour() : interruptions,
                hours(s.lost()),
                s.base(),
                s.share());
    }

    private static double hours(Duration d) {
        return d.toNanos() / 3.6e12;
    }

    /** Hours of a job's deadline when the purchase is for one; else null: it goes on. */
    static @Nullable Double jobHours(PurchaseSpec spec) {
        PurchaseSpec.Choice choice = spec.choice();
        return choice == null || choice.job() == null || !spec.demand().isEmpty()
                ? null
                : (Double) hours(choice.job().deadline());
    }

    /** The cost of all, of a job or of a month. */
    Money cost(@Nullable Double jobHours) {
        return jobHours == null ? plan.monthly() : plan.of(jobHours);
    }
}
