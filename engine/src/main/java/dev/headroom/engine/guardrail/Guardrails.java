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

    /** Bounds alone, with no other limit but the protection against dead sources. */
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
