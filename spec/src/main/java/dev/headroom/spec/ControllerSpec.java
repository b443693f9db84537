package dev.headroom.spec;

import java.time.Duration;

/**
 * How the live controller goes about its work.
 *
 * @param lease how long a controller holds its workloads without renewing that
 * @param retention how long decisions are kept
 * @param onConflict what happens when something else scales a workload
 * @param respectFor how long another's number is kept, where it is respected
 */
public record ControllerSpec(Duration lease, Duration retention, OnConflict onConflict, Duration respectFor) {

    /** What happens when something else scales a workload. */
    public enum OnConflict {
        /** Decisions are carried out as ever. */
        REASSERT,
        /** The other's number is kept for a while. */
        RESPECT
    }

    /** Leases of 10 s, two weeks of decisions, and decisions carried out as ever. */
    public static final ControllerSpec DEFAULT = new ControllerSpec(
            Duration.ofSeconds(10), Duration.ofDays(14), OnConflict.REASSERT, Duration.ofMinutes(15));
}
