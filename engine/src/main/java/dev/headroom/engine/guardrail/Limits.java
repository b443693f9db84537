package dev.headroom.engine.guardrail;

import java.time.Duration;

/** Checks that several configurations share. */
final class Limits {
    private Limits() {}

    static void notNegative(String what, Duration d) {
        if (d.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative, not " + d);
        }
    }

    static void positive(String what, Duration d) {
        if (d.isNegative() || d.isZero()) {
            throw new IllegalArgumentException(what + " must be positive, not " + d);
        }
    }
}
