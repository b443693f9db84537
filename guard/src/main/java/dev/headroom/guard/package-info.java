/**
 * Overload protection that can be adopted alone: rate limits, bulkheads, breaker, deadlines, retries, a ladder of degradation,
 * adaptive concurrency and a tiered cache. What decides is a state machine that gets the time passed in; what blocks is a thin
 * shell around it.
 */
@NullMarked
package dev.headroom.guard;

import org.jspecify.annotations.NullMarked;
