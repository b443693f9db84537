package dev.headroom.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What replicas do with the demand, for simulation. Concurrency is the replica's. */
public sealed interface ServiceSpec {

    /** Time one request or item holds a slot. */
    DistributionSpec time();

    /**
     * Requests answered while a caller waits.
     *
     * @param queue requests that may wait over the whole workload; more are rejected
     * @param timeout a request that has waited this long has failed; null for never
     * @param retries what callers do whose attempt failed; null when they do not come again
     * @param writes share of the requests that only the primary, the oldest ready replica, can do
     */
    record Requests(
            DistributionSpec time,
            int queue,
            @Nullable Duration timeout,
            @Nullable RetriesSpec retries,
            double writes) implements ServiceSpec {
        /** Callers who do not come again. */
        public Requests(DistributionSpec time, int queue, @Nullable Duration timeout) {
            this(time, queue, timeout, null, 0);
        }
    }

    /**
     * Items taken from a queue.
     *
     * @param batch items taken at once by a free slot
     * @param visibility an item not done within this time of being taken is delivered again
     * @param failure share of items whose processing fails, which return to the queue
     * @param maxReceives deliveries after which an item is a dead letter
     */
    record Queue(DistributionSpec time, int batch, Duration visibility, double failure, int maxReceives)
            implements ServiceSpec {}
}
