package dev.headroom.engine.loop;

import dev.headroom.engine.Workload;

/** Opens targets of one type. Found by {@link java.util.ServiceLoader}: a connector names its own in META-INF/services. */
public interface TargetFactory {

    /** The word after {@code type} in the spec. */
    String type();

    /**
     * Opens the target of a workload, once for every lease on it, with that lease's token; it does not yet have to be reached.
     * Closed when the lease has ended, if it is {@link AutoCloseable}: what it scales stays as it is. One that has work of its
     * own between the turns implements {@link Tended}; one that measures its replicas itself, {@link MetricSource}: signals
     * whose source has the same type are read from it.
     *
     * @throws IllegalArgumentException if an option is wrong: what, and what would be right
     * @throws IllegalStateException if it cannot be opened here and now
     */
    ScalingTarget open(Connection with, Workload of);
}
