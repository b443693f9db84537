package dev.headroom.engine.guardrail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a workload. They are applied in the order of the components, whatever the spec's order.
 *
 * @param bounds least and most replicas
 * @param dependencies limits that come from what the workload depends on
 * @param stabilisation windows that smooth recommendations
 * @param rates limits of change per period
 * @param cooldown quiet times after actions, with flap detection; null for none
 * @param budget limits in money; null for none
 * @param freezes windows in which nothing, or nothing downwards, changes
 * @param blast limits on how much is removed at once, and the check for dead sources
 */
public record Guardrails(
        Bounds bounds,
        List<DependencyLimit> dependencies,
        Stabilisation stabilisation,
        RateLimits rates,
        @Nullable Cooldown cooldown,
        @Nullable Budget budget,
        List<FreezeWindow> freezes,
        BlastRadius blast) {

    public Guardrails {
        dependencies = List.copyOf(dependencies);
        freezes = List.copyOf(freezes);
    }

    /** How long actions must be remembered: the longest span that any guardrail looks back, at least an hour. */
    long lookBackMillis() {
        // Quiet times adapt to at most four times their base: twice for recent actions, twice for calm.
        long longest = Math.max(Draft.HOUR, blast.period().toMillis());
        for (RateLimits.Rate r : rates.up()) {
            longest = Math.max(longest, r.period().toMillis());
        }
        for (RateLimits.Rate r : rates.down()) {
            longest = Math.max(longest, r.period().toMillis());
        }
        if (cooldown != null) {
            long quiet = Math.max(cooldown.up().toMillis(), cooldown.down().toMillis());
            longest = Math.max(longest, cooldown.dynamic() ? 4 * quiet : quiet);
        }
        return longest;
    }

    /** Bounds alone, with no other limit but the blast radius. */
    public static Guardrails of(int min, int max) {
        return new Guardrails(
                new Bounds(min, max, null),
                List.of(),
                Stabilisation.NONE,
                RateLimits.NONE,
                null,
                null,
                List.of(),
                BlastRadius.DEFAULT);
    }
}
