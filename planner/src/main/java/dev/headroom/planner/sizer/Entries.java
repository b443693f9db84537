package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.List;

/** Memory of cached entries: Σ entries × bytes, and what the cache needs beside them: keys, pointers, fragmentation. */
final class Entries {

    private Entries() {}

    /** Defines the memory of every kind of entry and of all. */
    static Expression memory(Sizing s) {
        List<Expression> all = new ArrayList<>();
        s.parts("entries", "{ count: 1000, size: 2KiB }").forEach((name, part) -> {
            part.onlyKnows(List.of("count", "size"));
            all.add(part.define(
                    "memory",
                    "MiB",
                    part.need("count", "entries", Bound.ANY, "how many there are")
                            .times(part.need("size", "B/entry", Bound.ANY, "size of one")),
                    "memory of " + name));
        });
        Expression sum = all.isEmpty()
                ? Expression.of(Quantity.of("0", "MiB"))
                : s.define("entries-memory", "MiB", Expression.sum(all), "all entries");
        Expression overhead = s.may("overhead", "%", Bound.ANY, "0%", "keys, pointers and fragmentation beside them");
        return s.define("memory", "MiB", sum.times(Expression.of(1).plus(overhead)), "entries and what is beside them");
    }
}
