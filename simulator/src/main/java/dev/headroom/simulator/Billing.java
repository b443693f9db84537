package dev.headroom.simulator;

/**
 * What a replica costs.
 *
 * @param hourly price of a replica-hour; NaN when unknown, and costs are then NaN
 * @param currency ISO 4217 code; empty when the price is unknown
 * @param granularitySeconds a replica's life is rounded up to this, positive
 * @param minimumSeconds and is at least this
 */
public record Billing(double hourly, String currency, double granularitySeconds, double minimumSeconds) {}
