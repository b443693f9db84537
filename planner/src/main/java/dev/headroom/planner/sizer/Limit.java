package dev.headroom.planner.sizer;

/**
 * A limit that a need must not exceed, now or in years of growth.
 *
 * @param what the limit in words: {@code the quota of large}
 * @param need the name of the figure that grows
 * @param limit the name of the figure that limits it
 * @param kind of the contradiction when it is exceeded already
 * @param path where the limit is set
 */
public record Limit(String what, String need, String limit, String kind, String path) {}
