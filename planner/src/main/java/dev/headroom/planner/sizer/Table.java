package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Capacity units of a key-value table (Amazon DynamoDB, "Read/write capacity mode").
 *
 * <p>Read units = Σ reads/s × ⌈item ÷ 4 KiB⌉ × (½ eventually consistent, 1 strong, 2 transactional); write units = Σ writes/s ×
 * ⌈item ÷ 1 KiB⌉ × (1, or 2 transactional). Three ways to pay: on demand by what is used, provisioned and scaled to a target
 * utilisation, provisioned for the peak and reserved.
 */
final class Table implements Sizer {

    @Override
    public String name() {
        return "key-value-table";
    }

    @Override
    public List<String> keys() {
        return List.of(
                "rate",
                "average-rate",
                "reads",
                "writes",
                "utilisation",
                "mode",
                "on-demand-read-price",
                "on-demand-write-price",
                "read-price",
                "write-price",
                "reserved-discount");
    }

    @Override
    public void size(Sizing s) {
        Expression rate = s.rate("rate", "peak-rate");
        Expression reads = access(s, "reads", rate, "4", "1 strongly consistent read/s");
        Expression writes = access(s, "writes", rate, "1", "1 write/s");
        s.buy("read-units", "RCU", reads, "read capacity at the peak");
        s.buy("write-units", "WCU", writes, "write capacity at the peak");
        TableModes.cost(s, rate);
    }

    private static Expression access(Sizing s, String key, Expression rate, String block, String each) {
        List<Expression> all = new ArrayList<>();
        String unit = key.equals("reads") ? "RCU" : "WCU";
        for (Map.Entry<String, Sizing> part :
                s.parts(key, "{ size: 4KiB, per-request: 100% }").entrySet()) {
            Sizing p = part.getValue();
            p.onlyKnows(List.of("size", "per-request", "consistency", "transactional"));
            Expression size = p.need("size", "B/item", Bound.POSITIVE, "size of an item");
            Expression times = p.may("per-request", "", Bound.ANY, "1", "of these for every request");
            Expression blocks = p.define(
                    "blocks",
                    "",
                    size.over(Expression.of(Quantity.of(block, "KiB/item"))).up(),
                    "begun blocks of " + block + " KiB of an item");
            all.add(p.define(
                    "units",
                    unit,
                    rate.times(times)
                            .times(blocks)
                            .times(factor(p, key))
                            .over(Expression.of(
                                    Quantity.of("1", (key.equals("reads") ? "reads" : "writes") + "/s/" + unit))),
                    "units of " + each + " each"));
        }
        return all.isEmpty() ? Expression.of(Quantity.of("0", unit)) : Expression.sum(all);
    }

    private static Expression factor(Sizing p, String key) {
        if (key.equals("writes")) {
            return Expression.of(p.word("transactional", "false", "true").equals("true") ? 2 : 1);
        }
        return switch (p.word("consistency", "eventual", "strong", "transactional")) {
            case "strong" -> Expression.of(1);
            case "transactional" -> Expression.of(2);
            default -> Expression.of(Quantity.of("0.5", ""));
        };
    }
}
