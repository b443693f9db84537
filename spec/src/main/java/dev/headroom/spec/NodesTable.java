package dev.headroom.spec;

import dev.headroom.engine.model.Money;
import dev.headroom.spec.SupplySpec.Nodes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The machines under the replicas, which are then pods. */
final class NodesTable extends Table<Nodes> {

    private final Key<Nodes, Integer> pods =
            required("pods", Values.count(1), "Replicas that a node holds.", Nodes::pods);
    private final Key<Nodes, Integer> min = fallback("min", Values.count(0), "Nodes there always are.", 0, Nodes::min);
    private final Key<Nodes, Integer> max = required("max", Values.count(1), "Nodes at a time.", Nodes::max);
    private final Key<Nodes, Integer> spare = fallback(
            "spare",
            Values.count(0),
            "Nodes that stand empty so that pods need not wait: a warm pool of nodes.",
            0,
            Nodes::spare);
    private final Key<Nodes, DistributionSpec> start = required(
            "start",
            DistributionTable.CONSTANT,
            "Time from asking for a node until pods can boot on it.",
            Nodes::start);
    private final Key<Nodes, Duration> emptyFor = fallback(
            "empty-for",
            Values.DURATION,
            "Time after which an empty node is given back.",
            Duration.ofMinutes(10),
            Nodes::emptyFor);
    private final Key<Nodes, Money> price = optional(
            "price",
            Values.PRICE,
            "Price of a node. It is what is paid; replica.price is only what budgets reckon with.",
            "replica.price for each pod it holds",
            Nodes::price);

    NodesTable() {
        super(
                "nodes",
                "Machines under the replicas. A pod goes to the fullest node with room, or waits for a new one.");
    }

    @Override
    @Nullable
    Nodes build(Fields f) {
        if (f.get(min) > f.get(max)) {
            f.at(min).error("min " + f.get(min) + " is more than max " + f.get(max), "raise max or lower min");
        }
        if (f.get(emptyFor).isZero()) {
            f.at(emptyFor).error("a node that is empty for 0 would never be used", "write a duration such as 10m");
        }
        return new Nodes(
                f.get(pods), f.get(min), f.get(max), f.get(spare), f.get(start), f.get(emptyFor), f.find(price));
    }
}
