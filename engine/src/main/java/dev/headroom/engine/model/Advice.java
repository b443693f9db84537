package dev.headroom.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something a decision asks of others, beside the number of replicas. */
public sealed interface Advice {

    /** Tell people. {@code key} identifies the condition, so that a standing one is told once. */
    record Alert(String key, Severity severity, String text) implements Advice {}

    /** How grave an alert is. */
    enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /** Another workload must grow first: this one is held at what it can serve. */
    record ScaleFirst(String workload, int replicas, String why) implements Advice {}

    /** A shared pool must be divided anew: {@code each} per replica for {@code replicas} of them. */
    record ResizePool(String pool, int replicas, int each) implements Advice {}

    /** Low-priority workloads to stop while money runs out. */
    record Shed(String workload, String why) implements Advice {}

    /** A better size for each replica. CPU in cores, memory in bytes; NaN where no advice. */
    record ResizeReplica(
            double cpu, double memory, @Nullable String instance, double confidence) implements Advice {}

    /** A manual override has ended. */
    record OverrideEnded(String author, Instant at) implements Advice {}
}
