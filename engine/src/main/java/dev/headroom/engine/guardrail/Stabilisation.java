package dev.headroom.engine.guardrail;

import java.time.Duration;

/**
 * Stabilisation windows: up, the least recommendation of the window; down, the highest.
 *
 * @param up zero for none
 * @param down zero for none
 */
public record Stabilisation(Duration up, Duration down) {
    /** No smoothing. */
    public static final Stabilisation NONE = new Stabilisation(Duration.ZERO, Duration.ZERO);
}
