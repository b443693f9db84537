package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Choice;
import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Workers on a queue.
 *
 * <p>An item goes through stages one after the other; a stage takes time ÷ (items of a batch × items in parallel), so that
 * effective time = Σ of those, and an instance does workers ÷ effective time. A measured figure counts more than that derived
 * one, and the plan shows by how much they differ. Instances for a steady rate = ⌈rate ÷ throughput⌉; for a deadline = ⌈items ÷
 * deadline ÷ throughput⌉; a backlog drains in backlog ÷ (instances × throughput − rate).
 *
 * <p>A producer that needs longer than the deadline to offer the items is the bottleneck, however many workers there are.
 */
final class QueueWorkers implements Sizer {

    @Override
    public String name() {
        return "queue-workers";
    }

    @Override
    public List<String> keys() {
        return List.of("stages", "workers", "measured", "rate", "items", "deadline", "producer", "backlog", "buffer");
    }

    @Override
    public void size(Sizing s) {
        Expression throughput = throughput(s);
        Expression buffer = s.may("buffer", "%", Bound.ANY, "0%", "what is kept free");
        List<Expression> needs = new ArrayList<>();
        Expression offered = Expression.of(Quantity.of("0", "items/h"));
        if (s.has("rate") || !s.has("items")) {
            offered = s.need("rate", "items/h", Bound.ANY, "items that come");
            needs.add(s.define(
                    "instances-steady", "instances", offered.over(throughput), "instances busy with the steady rate"));
        }
        if (s.has("items")) {
            needs.add(deadline(s, throughput));
        }
        s.buy(
                "instances",
                "instances",
                Expression.most(needs).times(Expression.of(1).plus(buffer)),
                "instances for the rate and the deadline");
        if (s.has("items") && (s.has("price") || s.has("instance"))) {
            Costs.once(s, "instances", s.again("deadline"));
        }
        if (s.has("backlog")) {
            Expression instances = Expression.name(s.named("instances"));
            Expression capacity = instances.times(throughput);
            s.define(
                    "drain-time",
                    "h",
                    s.need("backlog", "items", Bound.ANY, "items that wait already")
                            .over(capacity.minus(offered)),
                    "time until the backlog is gone while items go on coming");
        }
    }

    private static Expression throughput(Sizing s) {
        List<Expression> times = new ArrayList<>();
        if (s.has("stages") || !s.has("measured")) {
            s.parts("stages", "{ time: 2s }").forEach((name, p) -> {
                p.onlyKnows(List.of("time", "batch", "parallel"));
                Expression share = p.may("batch", "", Bound.POSITIVE, "1", "items of a batch")
                        .times(p.may("parallel", "", Bound.POSITIVE, "1", "items at the same time"));
                times.add(p.define(
                        "time-per-item",
                        "s",
                        p.need("time", "s", Bound.ANY, "time of the stage").over(share),
                        "effective time of " + name));
            });
        }
        if (times.isEmpty()) {
            return s.need("measured", "items/h/instance", Bound.POSITIVE, "items an instance does, as measured");
        }
        Expression each = s.define("time-per-item", "s", Expression.sum(times), "effective time of an item");
        Expression worker = s.define(
                "items-per-worker", "items/min/worker", Expression.of(1).over(each), "items a worker does");
        Expression derived = s.define(
                "derived",
                "items/h/instance",
                worker.times(s.may("workers", "workers/instance", Bound.POSITIVE, "1", "workers of an instance")),
                "items an instance does, from the stages");
        if (!s.has("measured")) {
            return derived;
        }
        Expression measured =
                s.need("measured", "items/h/instance", Bound.POSITIVE, "items an instance does, as measured");
        s.define(
                "measured-over-derived",
                "%",
                measured.over(derived),
                "how the measured figure differs from the derived one");
        return measured;
    }

    private static Expression deadline(Sizing s, Expression throughput) {
        Expression items = s.need("items", "items", Bound.ANY, "items to be done");
        Expression time = s.need("deadline", "h", Bound.POSITIVE, "time until they must be done");
        Expression needed = s.define("needed-rate", "items/h", items.over(time), "items that must be done in an hour");
        if (s.has("producer")) {
            Expression producer = s.need("producer", "items/min", Bound.POSITIVE, "items that are offered");
            s.define("producer-time", "days", items.over(producer), "time that the producer needs to offer them all");
            s.define(
                    "useful-instances",
                    "instances",
                    new Choice.Least(List.of(needed, producer)).over(throughput).up(),
                    "instances that the producer can keep busy");
            s.draft().check(new Check(figures -> {
                Quantity offered = figures.value(s.named("producer-time"));
                Quantity limit = figures.value(time.text());
                return offered.exceeds(limit)
                        ? Optional.of(new Check.Contradiction(
                                "producer-too-slow",
                                s.path("producer"),
                                "the producer is the bottleneck of " + s.service() + ": it offers "
                                        + figures.value(producer.text()) + ", so "
                                        + figures.value(items.text()) + " take " + offered
                                        + " however many workers there are; the deadline is " + limit,
                                "offer " + figures.value(needed.text()) + ", or allow more time"))
                        : Optional.empty();
            }));
        }
        return s.define("instances-for-deadline", "instances", needed.over(throughput), "instances for the deadline");
    }
}
