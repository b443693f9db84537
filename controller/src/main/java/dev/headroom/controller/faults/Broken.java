package dev.headroom.controller.faults;

/**
 * An invariant that did not hold.
 *
 * @param invariant which
 * @param nanos when, since the world began
 * @param workload of which workload
 * @param what happened, as a sentence without a full stop
 */
public record Broken(Invariant invariant, long nanos, String workload, String what) {}
