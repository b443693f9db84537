package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.Optional;

/**
 * What a key-value table costs in a month (730 h) in each of its modes, and when each throttles.
 *
 * <p>On demand = units used × price of a unit request; it follows the demand up to twice its former peak within half an hour.
 * Auto-scaled = mean units ÷ target utilisation × price of a unit-hour; until it has scaled, it throttles jumps above 1 ÷
 * target utilisation. Reserved = peak units × price × (1 − discount); it never throttles below the planned peak.
 */
final class TableModes {

    private TableModes() {}

    static void cost(Sizing s, Expression rate) {
        boolean onDemand = s.has("on-demand-read-price") && s.has("on-demand-write-price");
        boolean provisioned = s.has("read-price") && s.has("write-price");
        if (!onDemand && !provisioned) {
            return;
        }
        Expression mean = s.rate("average-rate", "sustained-rate").over(rate);
        Expression load = s.define("mean-load", "%", mean, "mean demand as part of the peak");
        Expression month = Expression.of(Quantity.of("730", "h"));
        if (onDemand) {
            s.define(
                    "on-demand-cost",
                    currency(s, "on-demand-read-price"),
                    requests(s, "read", "RCU", load, month).plus(requests(s, "write", "WCU", load, month)),
                    "a month on demand; follows demand up to twice its former peak, throttles faster growth");
        }
        if (provisioned) {
            Expression reads = hours(s, "read", "RCU", month);
            Expression writes = hours(s, "write", "WCU", month);
            Expression target = s.may("utilisation", "%", Bound.POSITIVE, "70%", "target utilisation when auto-scaled");
            s.define(
                    "auto-scaled-cost",
                    currency(s, "read-price"),
                    reads.plus(writes).times(load).over(target),
                    "a month provisioned and auto-scaled; throttles jumps above 1 ÷ utilisation until it has scaled");
            Expression off = s.may("reserved-discount", "%", Bound.SHARE, "0%", "discount for reserved capacity");
            s.define(
                    "reserved-cost",
                    currency(s, "read-price"),
                    reads.plus(writes).times(Expression.of(1).minus(off)),
                    "a month provisioned for the peak and reserved; never throttles below the planned peak");
        }
        claim(s);
        String mode = s.word("mode", "none", "on-demand", "auto-scaled", "reserved");
        String chosen = s.named(mode + "-cost");
        if (s.draft().defines(chosen)) {
            Expression cost = Expression.name(chosen);
            s.define(
                    "monthly-cost",
                    currency(s, mode.equals("on-demand") ? "on-demand-read-price" : "read-price"),
                    cost,
                    "a month, paid " + mode);
        }
    }

    private static Expression requests(Sizing s, String way, String unit, Expression load, Expression month) {
        return Expression.name(s.named(way + "-units"))
                .times(load)
                .times(month)
                .times(Expression.of(Quantity.of("1", way + "s/s/" + unit)))
                .times(s.need("on-demand-" + way + "-price", "USD/million", Bound.ANY, "price of unit requests"));
    }

    private static Expression hours(Sizing s, String way, String unit, Expression month) {
        return Expression.name(s.named(way + "-units"))
                .times(s.need(way + "-price", "USD/h/" + unit, Bound.ANY, "price of a unit for an hour"))
                .times(month);
    }

    private static String currency(Sizing s, String key) {
        String text = s.text(key);
        var entered = text == null ? null : Quantity.parse(text);
        String c = entered == null ? "" : entered.unit().dimension().currency();
        return c.isEmpty() ? "USD" : c;
    }

    /** The mode that the spec has chosen must not cost more than another without a word. */
    private static void claim(Sizing s) {
        String mode = s.word("mode", "none", "on-demand", "auto-scaled", "reserved");
        if (mode.equals("none")) {
            return;
        }
        s.draft().check(new Check(figures -> {
            var chosen = figures.find(s.named(mode + "-cost"));
            if (chosen == null) {
                return Optional.of(new Check.Contradiction(
                        "missing-price",
                        s.path("mode"),
                        s.service() + " is to be paid " + mode + ", and no prices for that are given",
                        "add "
                                + (mode.equals("on-demand")
                                        ? "on-demand-read-price and on-demand-write-price"
                                        : "read-price and write-price")));
            }
            for (String other : new String[] {"on-demand", "auto-scaled", "reserved"}) {
                var figure = figures.find(s.named(other + "-cost"));
                if (figure != null && chosen.value().exceeds(figure.value())) {
                    return Optional.of(new Check.Contradiction(
                            "not-the-cheapest",
                            s.path("mode"),
                            s.service() + " is paid " + mode + " at " + chosen.value() + " a month; " + other
                                    + " would be " + figure.value(),
                            "mode: " + other + ", unless throttling decides: "
                                    + figure.definition().note()));
                }
            }
            return Optional.empty();
        }));
    }
}
