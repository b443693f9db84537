package dev.headroom.interop;

/**
 * Something of a spec that a format says.
 *
 * @param key of the spec, such as {@code guardrails.stabilisation}
 * @param becomes what it is in the other system
 */
public record Coverage(String key, String becomes) {}
