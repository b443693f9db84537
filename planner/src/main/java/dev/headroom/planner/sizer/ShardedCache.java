package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes of a sharded cache cluster (Redis Cluster specification).
 *
 * <p>Masters = ⌈the larger of memory ÷ usable memory of a node and operations ÷ operations of a node⌉, and at least 3, with
 * which a majority survives the loss of one. The 16 384 hash slots are split evenly; every master has one replica, or as many
 * as entered.
 */
final class ShardedCache implements Sizer {

    @Override
    public String name() {
        return "sharded-cache";
    }

    @Override
    public List<String> keys() {
        return List.of(
                "entries",
                "overhead",
                "node-memory",
                "usable",
                "rate",
                "per-request",
                "node-operations",
                "least-masters",
                "replicas");
    }

    @Override
    public void size(Sizing s) {
        List<Expression> needs = new ArrayList<>();
        if (s.has("entries")) {
            Expression part =
                    s.may("usable", "%", Bound.SHARE, "75%", "part of a node's memory that is free for entries");
            needs.add(Entries.memory(s)
                    .over(s.need("node-memory", "GiB/node", Bound.POSITIVE, "memory of a node")
                            .times(part)));
        }
        if (s.has("node-operations") || needs.isEmpty()) {
            Expression operations = s.define(
                    "operations",
                    "operations/s",
                    s.rate().times(s.may("per-request", "", Bound.ANY, "1", "operations for every request")),
                    "operations at the peak");
            needs.add(operations.over(
                    s.need("node-operations", "operations/s/node", Bound.POSITIVE, "operations a node does")));
        }
        needs.add(s.may("least-masters", "nodes", Bound.POSITIVE, "3", "fewest masters, for a majority"));
        Expression masters =
                s.define("masters", "nodes", Expression.most(needs).up(), "masters, each with its part of the slots");
        Expression replicas = s.may("replicas", "", Bound.ANY, "1", "copies of every master");
        s.define(
                "slots-per-master",
                "slots/node",
                Expression.of(Quantity.of("16384", "slots")).over(masters),
                "hash slots of each master");
        s.buy("nodes", "nodes", masters.times(Expression.of(1).plus(replicas)), "masters and their replicas");
    }
}
