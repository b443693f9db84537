package dev.headroom.engine.guardrail;

import dev.headroom.engine.model.Recurrence;
import java.time.Duration;

/**
 * A window in which nothing changes, or nothing downwards.
 *
 * @param name how explanations call it
 * @param start when it begins
 * @param length how long it lasts
 * @param onlyIn whether only scaling in is frozen
 */
public record FreezeWindow(String name, Recurrence start, Duration length, boolean onlyIn) {}
