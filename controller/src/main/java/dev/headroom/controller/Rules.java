package dev.headroom.controller;

import dev.headroom.spec.ControllerSpec;
import java.time.Duration;

/**
 * How a controller goes about its work.
 *
 * @param lease how long a lease is held without being renewed: a controller that dies is succeeded after that and a third of
 *     it at most; 1 s to 10 min
 * @param retention how long decisions are kept
 * @param onConflict what happens when something else scales a workload
 * @param respect how long another's number is kept, with {@link OnConflict#RESPECT}
 * @param gather how long a read of a source waits for others to join it
 * @param sourceTimeout longest time for a read of a source, whatever the source itself allows
 */
public record Rules(
        Duration lease,
        Duration retention,
        OnConflict onConflict,
        Duration respect,
        Duration gather,
        Duration sourceTimeout) {

    /** What happens when something else scales a workload. */
    public enum OnConflict {
        /** It is told, and decisions are carried out as ever. */
        REASSERT,
        /** It is told, and the other's number is kept for a while. */
        RESPECT
    }

    /** Leases of 10 s, two weeks of decisions, re-assert. */
    public static final Rules DEFAULT = new Rules(
            Duration.ofSeconds(10),
            Duration.ofDays(14),
            OnConflict.REASSERT,
            Duration.ofMinutes(15),
            Duration.ofMillis(10),
            Duration.ofSeconds(15));

    public Rules {
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("a lease is from 1 s to 10 min long, not " + lease);
        }
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("decisions are kept for a while, not for " + retention);
        }
        if (respect.isNegative() || gather.isNegative() || sourceTimeout.isNegative() || sourceTimeout.isZero()) {
            throw new IllegalArgumentException("times must not be negative, and a source needs some to answer");
        }
    }

    /** The same as a spec says. */
    public Rules as(ControllerSpec said) {
        return leasing(said.lease())
                .keeping(said.retention())
                .onConflict(
                        switch (said.onConflict()) {
                            case REASSERT -> OnConflict.REASSERT;
                            case RESPECT -> OnConflict.RESPECT;
                        },
                        said.respectFor());
    }

    /** Time from one renewal of leases to the next. */
    Duration beat() {
        return lease.dividedBy(3);
    }

    /** The same with leases of another length. */
    public Rules leasing(Duration length) {
        return new Rules(length, retention, onConflict, respect, gather, sourceTimeout);
    }

    /** The same with another rule for conflicts. */
    public Rules onConflict(OnConflict rule, Duration kept) {
        return new Rules(lease, retention, rule, kept, gather, sourceTimeout);
    }

    /** The same with decisions kept for another time. */
    public Rules keeping(Duration span) {
        return new Rules(lease, span, onConflict, respect, gather, sourceTimeout);
    }

    /** The same with other times for reads. */
    public Rules reading(Duration gathered, Duration longest) {
        return new Rules(lease, retention, onConflict, respect, gathered, longest);
    }
}
