package dev.headroom.engine.guardrail;

import dev.headroom.engine.model.Advice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit that comes from what the workload depends on: database connections, quota units, addresses. At most
 * ⌊capacity ÷ each⌋ replicas: 1 000 connections at 20 per replica carry 50.
 *
 * <p>When it binds, the way out is asked for instead of clipping silently. If replicas can do with fewer units, the pool is
 * divided anew ({@link Advice.ResizePool}), in whole units and down to {@code leastEach}; what still does not fit is held
 * back, and the workload that provides the units is asked to grow first ({@link Advice.ScaleFirst}). Both are repeated in
 * every decision for as long as they hold. A limit below what runs already lowers the wish like any other scale-in.
 *
 * @param name how explanations call it
 * @param capacity units there are, not negative; for {@code perTierReplica} true, per ready replica of {@code workload}
 * @param each units one replica takes, positive
 * @param workload the workload that provides the units and can be asked to grow first; null when nobody can
 * @param perTierReplica whether {@code capacity} counts per ready replica of {@code workload}
 * @param leastEach units a replica can be brought down to by dividing the pool anew, in (0, each]; equal to {@code each}
 *     when it cannot
 */
public record DependencyLimit(
        String name,
        double capacity,
        double each,
        @Nullable String workload,
        boolean perTierReplica,
        double leastEach) {
    private static final String RULE = "dependencies";
    private static final Passed PASSED = new Passed(RULE, "everything depended on carries {after}");
    private static final String UNKNOWN = "the capacity of {detail} is unknown: no growth beyond {after}";
    private static final String CLIPPED = "{before} is lowered to {after}: {detail} carries {limit} replicas";
    private static final String CLIPPED_MIN = "{detail} carries only {limit} replicas, but the minimum stands: {after}";
    private static final String DIVIDED = "{detail} is to be divided anew, {observed} a replica, to carry {after}";
    private static final String DIVIDED_CLIPPED =
            "{before} is lowered to {after}: {detail} carries {limit} at the least share of {observed} a replica";
    private static final String FIRST = "{detail} must grow to {limit} first";

    public DependencyLimit {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a dependency limit needs a name");
        }
        if (!(capacity >= 0) || Double.isInfinite(capacity) || !(each > 0) || Double.isInfinite(each)) {
            throw new IllegalArgumentException("dependency " + name
                    + ": capacity must not be negative and each must be positive, not " + capacity + " and " + each);
        }
        if (!(leastEach > 0 && leastEach <= each)) {
            throw new IllegalArgumentException(
                    "dependency " + name + ": leastEach must be in (0, " + each + "], not " + leastEach);
        }
        if (perTierReplica && workload == null) {
            throw new IllegalArgumentException(
                    "dependency " + name + ": capacity per replica of a workload needs the workload");
        }
    }

    static void apply(List<DependencyLimit> all, Draft d) {
        if (all.isEmpty()) {
            return;
        }
        int asked = d.desired;
        boolean spoke = false;
        for (int i = 0; i < all.size(); i++) {
            spoke |= all.get(i).limit(d);
        }
        if (!spoke && d.desired == asked) {
            d.pass(PASSED);
        }
    }

    private boolean limit(Draft d) {
        int wanted = d.desired;
        double units = capacity;
        if (perTierReplica) {
            Integer ready = ready(d);
            if (ready == null) {
                d.capAt(Math.max(d.current, d.min));
                d.say(RULE, UNKNOWN, Double.NaN, wanted, name);
                return true;
            }
            units = capacity * ready;
        }
        int limit = Draft.down(units / each);
        if (wanted <= limit) {
            return false;
        }
        int least = Draft.up(leastEach);
        if (least < each && Draft.down(units / least) > limit) {
            int share = Math.max(least, Draft.down(units / wanted));
            int carried = Draft.down(units / share);
            d.capAt(carried);
            d.advice.add(new Advice.ResizePool(name, d.desired, share));
            d.say(RULE, d.desired < wanted ? DIVIDED_CLIPPED : DIVIDED, share, carried, wanted, null, name);
            if (d.desired < wanted) {
                askFirst(d, wanted, share, units);
            }
            return true;
        }
        d.capAt(limit);
        d.say(RULE, d.desired < wanted ? CLIPPED : CLIPPED_MIN, limit, wanted, name);
        askFirst(d, wanted, each, units);
        return true;
    }

    /** Asks the provider for as many replicas as would carry {@code wanted}, in proportion to what it carries now. */
    private void askFirst(Draft d, int wanted, double share, double units) {
        if (workload == null) {
            return;
        }
        double perReplica = capacity;
        if (!perTierReplica) {
            Integer ready = ready(d);
            // Of a provider that cannot be seen, all units are taken for those of one replica.
            perReplica = ready == null ? units : units / Math.max(1, ready);
        }
        int needed = perReplica > 0 ? Draft.up(wanted * share / perReplica) : 1;
        d.advice.add(new Advice.ScaleFirst(
                workload, needed, name + " carries " + d.desired + " replicas, and " + wanted + " are wanted"));
        d.say(RULE, FIRST, needed, d.desired, workload);
    }

    private @Nullable Integer ready(Draft d) {
        return workload == null ? null : d.s.tiers().get(workload);
    }
}
