package dev.headroom.spec;

import dev.headroom.engine.guardrail.Budget;
import dev.headroom.engine.model.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A limit in money. */
final class BudgetTable extends Table<BudgetSpec> {

    private static final List<Double> ALERTS = List.of(0.5, 0.8, 0.9, 1.0);

    private final Key<BudgetSpec, Money> hourly = optional(
            "hourly",
            Values.MONEY,
            "Most per hour.",
            "none",
            b -> money(b.budget().hourly(), b));
    private final Key<BudgetSpec, Money> daily = optional(
            "daily",
            Values.MONEY,
            "Most per calendar day.",
            "none",
            b -> money(b.budget().daily(), b));
    private final Key<BudgetSpec, Money> monthly = optional(
            "monthly",
            Values.MONEY,
            "Most per calendar month.",
            "none",
            b -> money(b.budget().monthly(), b));
    private final Key<BudgetSpec, List<String>> workloads = fallback(
            "workloads",
            ListForm.orOne(Reference.WORKLOAD),
            "The workloads that share it.",
            List.of(),
            BudgetSpec::workloads);
    private final Key<BudgetSpec, Boolean> availabilityFirst = fallback(
            "availability-first",
            Values.BOOL,
            "Whether it only alerts and never limits.",
            false,
            b -> b.budget().availabilityFirst());
    private final Key<BudgetSpec, List<Double>> alerts = fallback(
            "alerts",
            ListForm.of(Values.FACTOR),
            "Shares of a budget at which people are told.",
            ALERTS,
            b -> b.budget().alerts());
    private final Key<BudgetSpec, Double> shedAt = fallback(
            "shed-at",
            Values.FACTOR,
            "Multiple of the hourly budget at which the workloads under 'shed' stop.",
            1.5,
            b -> b.budget().shedAt());
    private final Key<BudgetSpec, List<String>> shed = fallback(
            "shed",
            ListForm.orOne(Reference.WORKLOAD),
            "Workloads that stop first.",
            List.of(),
            b -> b.budget().shed());

    BudgetTable() {
        super("budget", "A limit in money that workloads share. Days and months are those of the spec's time zone.");
    }

    private static @Nullable Money money(double amount, BudgetSpec b) {
        return Double.isInfinite(amount)
                ? null
                : new Money(new BigDecimal(Quantity.number(amount)), b.budget().currency());
    }

    @Override
    @Nullable
    BudgetSpec build(Fields f) {
        String currency = null;
        List<Double> amounts = new ArrayList<>();
        for (Key<BudgetSpec, Money> key : List.of(hourly, daily, monthly)) {
            Money m = f.find(key);
            amounts.add(m == null ? Double.POSITIVE_INFINITY : m.amount().doubleValue());
            if (m != null && currency != null && !m.currency().equals(currency)) {
                f.at(key)
                        .error(
                                "the budget mixes " + currency + " and " + m.currency(),
                                "write all amounts in one currency");
            }
            if (m != null && m.amount().signum() == 0) {
                f.at(key).error("a budget of 0 allows nothing", "write an amount, or leave the key out");
            }
            currency = currency == null && m != null ? m.currency() : currency;
        }
        if (currency == null) {
            f.table().errorAtName("the budget names no amount", "add hourly, daily or monthly");
            return null;
        }
        if (f.get(shedAt) < 1) {
            f.at(shedAt).error("'shed-at' is below the budget itself", "write a factor such as 150%");
        }
        List<Double> told = f.get(alerts).stream().sorted().toList();
        return new BudgetSpec(
                new Budget(
                        amounts.get(0),
                        amounts.get(1),
                        amounts.get(2),
                        currency,
                        f.get(availabilityFirst),
                        told,
                        f.get(shedAt),
                        f.get(shed),
                        f.reading().zone()),
                f.get(workloads));
    }
}
