package dev.headroom.engine.policy;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Replica;

/** Arithmetic on replica counts that every policy does the same way. */
final class Replicas {

    /** No policy asks for more than this, whatever its numbers say. */
    static final int MOST = 1_000_000_000;

    /** Sums of binary fractions a hair above a whole number mean that number. */
    private static final double HAIR = 1e-9;

    private Replicas() {}

    /** ⌈x⌉ between 0 and {@link #MOST}; a result within a billionth above a whole number counts as that number. */
    static int ceil(double x) {
        if (!(x > 0)) {
            return 0;
        }
        return x >= MOST ? MOST : (int) Math.ceil(x - HAIR * Math.max(1, x));
    }

    /** x without its fraction, between −{@link #MOST} and {@link #MOST}, with the same care for fractions. */
    static int truncate(double x) {
        double away = x + Math.copySign(HAIR * Math.max(1, Math.abs(x)), x);
        return (int) Math.max(-MOST, Math.min(MOST, away));
    }

    /** {@code a + b} within [0, {@link #MOST}]. */
    static int sum(int a, int b) {
        return (int) Math.max(0, Math.min(MOST, (long) a + b));
    }

    /**
     * Replicas that the load was measured on: those ready and warm, at most those asked for. What was asked for before
     * and is still starting or warming counts as done when a step is repeated.
     */
    static int settled(Fleet fleet) {
        return Math.min(fleet.desired(), fleet.ready() - fleet.warming());
    }

    /** Of the ready replicas, those that were not ready yet, on average between two times in epoch milliseconds. */
    static double later(Fleet fleet, long from, long to) {
        double missing = 0;
        for (Replica r : fleet.young()) {
            if (r.readyAt() != null) {
                missing += Math.max(0, Math.min(1, (r.readyAt().toEpochMilli() - from) / (double) (to - from)));
            }
        }
        return missing;
    }

    /** Urgency of a growth by its factor, 1 to 10; 1 for holding and shrinking, 3 for leaving zero. */
    static double urgency(int before, int after) {
        if (after <= before) {
            return 1;
        }
        return before == 0 ? 3 : Math.min(10, (double) after / before);
    }
}
