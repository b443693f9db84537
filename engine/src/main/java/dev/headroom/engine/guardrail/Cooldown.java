package dev.headroom.engine.guardrail;

import java.time.Duration;

/**
 * Quiet times after actions.
 *
 * @param up after scaling out, before scaling out again
 * @param down after any action, before scaling in
 * @param dynamic whether the two are bases that adapt to recent actions, urgency and load
 * @param maxChangesPerHour direction changes in an hour above which scaling in is frozen; 0 for no flap detection
 * @param flapFreeze how long scaling in is then frozen
 */
public record Cooldown(Duration up, Duration down, boolean dynamic, int maxChangesPerHour, Duration flapFreeze) {}
