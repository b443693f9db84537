package dev.headroom.planner.sizer;

/**
 * Something wrong with a plan's input.
 *
 * @param path the keys that lead there, such as {@code services.cache.overhead}
 * @param message the cause
 * @param mend what would be right; empty when nobody can say
 */
public record Problem(String path, String message, String mend) {}
