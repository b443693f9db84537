package dev.headroom.spec;

import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.Bounds.BlindFloor;
import dev.headroom.engine.guardrail.Bounds.TierLimit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Least and most replicas. */
final class BoundsTable extends Table<Bounds> {

    static final BoundsTable TABLE = new BoundsTable();

    private final Key<Bounds, Integer> min =
            fallback("min", Values.count(0), "Least replicas; 0 lets the workload sleep.", 1, Bounds::min);
    private final Key<Bounds, Integer> max = required("max", Values.count(1), "Most replicas.", Bounds::max);
    private final Key<Bounds, TierLimit> tier =
            optional("tier", new Tier(), "A further maximum that depends on another workload.", "none", Bounds::tier);

    private final Key<Bounds, BlindFloor> blind = optional(
            "without-data",
            new Blind(),
            "A floor for when data have been missing for long; until then, and without it, nothing scales in.",
            "none",
            Bounds::blind);

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
        BlindFloor without = f.find(blind);
        if (without != null && without.replicas() > most) {
            f.at(blind)
                    .error("a floor of " + without.replicas() + " is more than max " + most, "raise max or lower it");
        }
        return new Bounds(least, most, f.find(tier), without);
    }

    private static final class Blind extends Table<BlindFloor> {
        private final Key<BlindFloor, Integer> replicas =
                required("replicas", Values.count(1), "Least replicas then.", BlindFloor::replicas);
        private final Key<BlindFloor, Duration> after = fallback(
                "after",
                Values.DURATION,
                "How long a policy must have lacked data.",
                Duration.ofMinutes(10),
                BlindFloor::after);

        Blind() {
            super("without-data", "A floor for when a policy has lacked data for long.");
        }

        @Override
        BlindFloor build(Fields f) {
            return new BlindFloor(f.get(replicas), f.get(after));
        }
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
