package dev.headroom.interop;

/**
 * Something of a spec that a format cannot say.
 *
 * @param key of the spec, such as {@code guardrails.budget}
 * @param why the other system's limit, a part of a sentence
 * @param instead what the export does about it; empty for nothing
 */
public record Gap(String key, String why, String instead) {}
