package dev.headroom.simulator;

/**
 * What a replica costs.
 *
 * @param hourly price of a replica-hour; NaN when unknown, and costs are then NaN
 * @param currency ISO 4217 code; empty when the price is unknown
 * @param granularitySeconds a replica's life is rounded up to this, positive
 * @param minimumSeconds and is at least this
 */
public record Billing(double hourly, String currency, double granularitySeconds, double minimumSeconds) {

    /** By the second, at an unknown price. */
    public static final Billing UNKNOWN = new Billing(Double.NaN, "", 1, 0);

    public Billing {
        if (!(granularitySeconds > 0) || !(minimumSeconds >= 0) || hourly < 0) {
            throw new IllegalArgumentException(
                    "billing needs a positive granularity, and a minimum and a price that are not negative");
        }
    }
}
