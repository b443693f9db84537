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
    /** Share of memory used, averaged over the ready replicas; of a language model's server, of its key-value cache. */
    MEMORY,
    /** A response time in seconds; which quantile is said by {@link Signal#quantile()}. */
    LATENCY,
    /** Share of requests that failed. */
    ERRORS,
    /** Items waiting plus items in flight in the queue that feeds the workload. */
    BACKLOG,
    /** Age in seconds of the oldest waiting item. */
    AGE,
    /** Prompt tokens read per second, over the whole workload. */
    INPUT_TOKENS,
    /** Answer tokens generated per second, over the whole workload. */
    OUTPUT_TOKENS,
    /** Anything else; only policies that name the signal use it. */
    OTHER
}
