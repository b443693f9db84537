package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Figure;
import dev.headroom.planner.quantity.Figures;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes of a cache (Redis).
 *
 * <p>Memory = Σ entries × bytes × (1 + overhead); primaries = ⌈memory ÷ (memory of a node × usable part)⌉; every primary has
 * replicas. Utilisation = memory ÷ usable memory of all primaries. Of other node types the plan names the smallest that would
 * do as well with as many nodes.
 */
final class Cache implements Sizer {

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public List<String> keys() {
        return List.of("entries", "overhead", "node-memory", "usable", "replicas", "node-types");
    }

    @Override
    public void size(Sizing s) {
        Expression memory = Entries.memory(s);
        Expression part = s.may("usable", "%", Bound.SHARE, "75%", "part of a node's memory that is free for entries");
        Expression usable = s.define(
                "usable-memory",
                "GiB/node",
                s.need("node-memory", "GiB/node", Bound.POSITIVE, "memory of a node")
                        .times(part),
                "memory of a node that entries may take");
        Expression primaries =
                s.define("primaries", "nodes", memory.over(usable).up(), "nodes that hold different entries");
        Expression replicas = s.may("replicas", "", Bound.ANY, "1", "copies of every primary");
        s.buy("nodes", "nodes", primaries.times(Expression.of(1).plus(replicas)), "primaries and their replicas");
        s.define("utilisation", "%", memory.over(primaries.times(usable)), "how full the primaries are");
        if (s.has("node-types")) {
            smaller(s, memory, primaries, part);
        }
    }

    private static void smaller(Sizing s, Expression memory, Expression primaries, Expression usable) {
        Expression least = s.define(
                "least-node-memory",
                "GiB/node",
                memory.over(primaries.times(usable)),
                "the smallest node that would do, with as many primaries");
        s.parts("node-types", "{ memory: 13GiB }").forEach((type, part) -> {
            part.onlyKnows(List.of("memory", "price"));
            part.need("memory", "GiB/node", Bound.POSITIVE, "memory of a node of this type");
        });
        s.draft().check(new Check(figures -> oversized(s, figures, least.text())));
    }

    private static Optional<Check.Contradiction> oversized(Sizing s, Figures figures, String least) {
        Quantity need = figures.value(least);
        Quantity chosen = figures.value(s.again("node-memory").text());
        String best = null;
        Quantity bestMemory = chosen;
        for (Map.Entry<String, Figure> f : figures.all().entrySet()) {
            String name = f.getKey();
            if (name.startsWith(s.named("node-types.")) && name.endsWith(".memory")) {
                Quantity memory = f.getValue().value();
                if (!need.exceeds(memory) && bestMemory.exceeds(memory)) {
                    best = name.substring(s.named("node-types.").length(), name.length() - ".memory".length());
                    bestMemory = memory;
                }
            }
        }
        return best == null
                ? Optional.empty()
                : Optional.of(new Check.Contradiction(
                        "larger-than-needed",
                        s.path("node-memory"),
                        s.service() + " has nodes of " + chosen + "; " + best + " with " + bestMemory + " would do, "
                                + need + " are needed",
                        "choose " + best));
    }
}
