package dev.headroom.spec;

import java.time.Duration;

/**
 * How replica time is billed.
 *
 * @param granularity a replica's life is rounded up to this
 * @param minimum and is at least this
 */
public record BillingSpec(Duration granularity, Duration minimum) {
    /** By the second, at least a minute: what clouds do today. */
    public static final BillingSpec DEFAULT = new BillingSpec(Duration.ofSeconds(1), Duration.ofSeconds(60));
}
