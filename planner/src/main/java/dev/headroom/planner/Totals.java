package dev.headroom.planner;

import dev.headroom.planner.quantity.Definition;
import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.quantity.Unit;
import dev.headroom.planner.sizer.Draft;
import dev.headroom.planner.sizer.Service;
import java.util.ArrayList;
import java.util.List;

/** What all services cost together: a month (730 h), a year (12 months), several years, a request, 1 000 tokens. */
final class Totals {

    private static final Expression MONTH = Expression.of(Quantity.of("730", "h"));

    private Totals() {}

    static void define(Draft draft, List<Service> services, int years) {
        List<Expression> costs = new ArrayList<>();
        String currency = "";
        for (Service s : services) {
            Definition cost = s.cost() == null ? null : draft.definition(s.cost());
            if (cost == null) {
                continue;
            }
            String own = cost.unit().symbol();
            if (currency.isEmpty()) {
                currency = own;
            }
            if (!own.equals(currency)) {
                draft.problem(
                        "services." + s.name() + ".price",
                        "the price is in " + own + ", and others are in " + currency,
                        "write all prices in one currency");
                return;
            }
            costs.add(Expression.name(cost.name()));
            perTokens(draft, s, own, Expression.name(cost.name()));
        }
        if (costs.isEmpty()) {
            return;
        }
        Unit money = Unit.of(currency);
        Expression month = draft.define(
                "services", "total.monthly-cost", money, Expression.sum(costs), "all services for a month");
        Expression year = draft.define(
                "services", "total.yearly-cost", money, month.times(Expression.of(12)), "all services for a year");
        if (years > 1) {
            draft.define(
                    "services",
                    "total." + years + "-year-cost",
                    money,
                    year.times(Expression.of(years)),
                    "all services for " + years + " years without growth");
        }
        if (draft.defines("sustained-rate")) {
            draft.define(
                    "services",
                    "total.cost-per-request",
                    Unit.of(currency + "/request"),
                    month.over(Expression.name("sustained-rate").times(MONTH)),
                    "all services for one request");
        }
    }

    private static void perTokens(Draft draft, Service s, String currency, Expression cost) {
        String tokens = s.name() + ".tokens-per-minute";
        if (draft.defines(tokens) && draft.defines("sustained-rate") && draft.defines("peak-rate")) {
            draft.define(
                    "services." + s.name(),
                    s.name() + ".cost-per-1000-tokens",
                    Unit.of(currency + "/ktokens"),
                    cost.over(Expression.name(tokens)
                            .times(Expression.name("sustained-rate"))
                            .over(Expression.name("peak-rate"))
                            .times(MONTH)),
                    "its cost for 1 000 tokens of the mean demand");
        }
    }
}
