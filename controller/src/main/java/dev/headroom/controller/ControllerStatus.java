package dev.headroom.controller;

import java.time.Instant;

/**
 * A controller as it runs.
 *
 * @param holder its name in leases, unique to this run
 * @param version of the product
 * @param started when it began
 * @param now its time
 * @param ready whether the store answers and every workload that it holds was looked at lately
 * @param mode whether it acts
 * @param workloads how many the spec has
 * @param held how many of them it holds the lease of
 * @param specFingerprint of the spec's text in force
 * @param loaded when that was put in force
 * @param refusal why a later spec was refused, or returned by its roll-out; empty when none was
 * @param returned whether it was returned: it says nothing wrong, and did badly
 */
public record ControllerStatus(
        String holder,
        String version,
        Instant started,
        Instant now,
        boolean ready,
        Mode mode,
        int workloads,
        int held,
        String specFingerprint,
        Instant loaded,
        String refusal,
        boolean returned) {

    /** What becomes of decisions. */
    public enum Mode {
        /** They are carried out. */
        ACTING,
        /** They are shown and recorded, and nothing is changed. */
        DRY_RUN,
        /** They are compared with what something else really does, which they follow in nothing. */
        SHADOW
    }
}
