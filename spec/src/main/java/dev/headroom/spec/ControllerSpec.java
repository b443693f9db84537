package dev.headroom.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the live controller goes about its work.
 *
 * @param lease how long a controller holds its workloads without renewing that
 * @param retention how long decisions are kept
 * @param onConflict what happens when something else scales a workload
 * @param respectFor how long another's number is kept, where it is respected
 * @param rollout how a changed spec is put in force; null for at once
 */
public record ControllerSpec(
        Duration lease,
        Duration retention,
        OnConflict onConflict,
        Duration respectFor,
        @Nullable RolloutSpec rollout) {

    /** What happens when something else scales a workload. */
    public enum OnConflict {
        /** Decisions are carried out as ever. */
        REASSERT,
        /** The other's number is kept for a while. */
        RESPECT
    }

    /** Leases of 10 s, two weeks of decisions, decisions carried out as ever, and a changed spec at once. */
    public static final ControllerSpec DEFAULT = new ControllerSpec(
            Duration.ofSeconds(10), Duration.ofDays(14), OnConflict.REASSERT, Duration.ofMinutes(15), null);
}
