package dev.headroom.engine.model;

/** What a signal means. Policies that model the workload look signals up by meaning, and the simulator answers by it. */
public enum Measure {
    /** Arriving work per second, over the whole workload. */
    RATE,
    /** Requests or items being worked on or waiting inside the replicas, over the whole workload. */
    IN_FLIGHT,
    /** Requests in flight per ready replica. */
    CONCURRENCY,
    /** Busy share of the ready replicas' processing capacity (CPU, GPU, worker slots), 0 to 1, averaged over them. */
    UTILISATION,
    /** Share of memory used, averaged over the ready replicas. */
    MEMORY,
    /** A response time in seconds; which quantile is said by {@link Signal#quantile()}. */
    LATENCY,
    /** Share of requests that failed. */
    ERRORS,
    /** Items waiting plus items in flight in the queue that feeds the workload. */
    BACKLOG,
    /** Age in seconds of the oldest waiting item. */
    AGE,
    /** Anything else; only policies that name the signal use it. */
    OTHER
}
