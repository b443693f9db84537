package dev.headroom.spec;

import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.Bounds.TierLimit;
import org.jspecify.annotations.Nullable;

/** Least and most replicas. */
final class BoundsTable extends Table<Bounds> {

    static final BoundsTable TABLE = new BoundsTable();

    private final Key<Bounds, Integer> min =
            fallback("min", Values.count(0), "Least replicas; 0 lets the workload sleep.", 1, Bounds::min);
    private final Key<Bounds, Integer> max = required("max", Values.count(1), "Most replicas.", Bounds::max);
    private final Key<Bounds, TierLimit> tier =
            optional("tier", new Tier(), "A further maximum that depends on another workload.", "none", Bounds::tier);

    private BoundsTable() {
        super("bounds", "Least and most replicas.");
    }

    @Override
    @Nullable
    Bounds build(Fields f) {
        int least = f.get(min);
        int most = f.get(max);
        if (least > most) {
            f.at(f.has(min) ? min : max).error("min " + least + " is more than max " + most, "raise max or lower min");
            return null;
        }
        return new Bounds(least, most, f.find(tier));
    }

    private static final class Tier extends Table<TierLimit> {
        private final Key<TierLimit, String> workload =
                required("workload", Reference.TIER, "The workload whose ready replicas count.", TierLimit::workload);
        private final Key<TierLimit, Double> perReplica = required(
                "per-replica",
                Values.POSITIVE,
                "Replicas allowed for each of its ready replicas.",
                TierLimit::perReplica);

        Tier() {
            super("tier", "At most so many replicas for each ready replica of another workload.");
        }

        @Override
        TierLimit build(Fields f) {
            return new TierLimit(f.get(workload), f.get(perReplica));
        }
    }
}
