package dev.headroom.engine.model;

import java.time.Instant;

/**
 * A signal as policies see it: validated, aged, aggregated over its window, in base units.
 *
 * @param signal the signal
 * @param state whether the value may be used
 * @param value the value in base units; NaN unless {@code state} is OK
 * @param sampled replicas that contributed; −1 when unknown
 * @param at time of the newest sample
 * @param detail why the value may not be used; empty when it may
 */
public record SignalValue(Signal signal, State state, double value, int sampled, Instant at, String detail) {

    /** Whether a value may be used, and why not. */
    public enum State {
        OK,
        /** The source has no sample. */
        MISSING,
        /** The newest sample is too old. */
        STALE,
        /** The sample was NaN, infinite, negative or older than one already seen. */
        REJECTED,
        /** The source failed. */
        FAILED
    }

    /** Whether the value may be used. */
    public boolean ok() {
        return state == State.OK;
    }
}
