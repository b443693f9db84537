package dev.headroom.spec;

import dev.headroom.engine.model.TokenRates;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What replicas do with the demand, for simulation. Concurrency is the replica's. */
public sealed interface ServiceSpec {

    /**
     * Requests answered while a caller waits.
     *
     * @param time a request holds a slot
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
     * @param time an item holds a slot
     * @param batch items taken at once by a free slot
     * @param visibility an item not done within this time of being taken is delivered again
     * @param failure share of items whose processing fails, which return to the queue
     * @param maxReceives deliveries after which an item is a dead letter
     */
    record Queue(DistributionSpec time, int batch, Duration visibility, double failure, int maxReceives)
            implements ServiceSpec {}

    /**
     * Requests to a large language model, batched continuously; the batch has as many slots as the replica's concurrency.
     *
     * @param rates what a replica does with tokens
     * @param queue requests that may wait over the whole workload to be admitted; more are rejected
     * @param timeout a request that has waited this long to be admitted has failed; null for never
     * @param latency what the latency objective is about
     * @param tokens kinds of requests by name, in the order of the file; where the trace tells tokens, how they vary
     */
    record Llm(
            TokenRates rates,
            int queue,
            @Nullable Duration timeout,
            Latency latency,
            Map<String, TrafficSpec.TokenKind> tokens)
            implements ServiceSpec {
        public Llm {
            tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
        }
    }

    /** What of an answer is to come in time. */
    enum Latency {
        FIRST_TOKEN,
        ANSWER
    }
}
