package dev.headroom.engine.model;

/**
 * Thresholds learned from a signal's own history.
 *
 * @param up at or above: too high, in base units
 * @param down at or below: too low, in base units
 * @param confidence 0 (defaults) to 1 (a full window seen)
 */
public record Thresholds(double up, double down, double confidence) {}
