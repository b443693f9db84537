package dev.headroom.simulator;

import dev.headroom.engine.model.TokenRates;
import java.util.List;

/** What the replicas do with the demand. */
public sealed interface Service {

    /** Time one request or item holds a slot. */
    Distribution time();

    /** Requests or items a replica works on at the same time. */
    int concurrency();

    /**
     * The trace by the work that comes: arrivals count as so many requests of the mean {@link #time()} as they are work. Where
     * the trace says nothing of its requests it is the trace itself.
     */
    default Trace work(Trace trace) {
        return trace;
    }

    /**
     * Requests answered while a caller waits: {@code concurrency} servers per replica, a common queue in front of them.
     *
     * @param queueLimit requests that may wait, over the whole workload; more are rejected; at least 0
     * @param timeoutSeconds a request that has waited this long leaves and has failed; infinity for never
     * @param retries what callers do whose attempt failed
     * @param writes share of the requests that only the primary can do, in [0, 1): a database. The primary is the replica
     *     that has been ready longest; the others, its read replicas, take the rest, unless there are none. When the primary
     *     goes the next oldest becomes it at once.
     */
    record Requests(
            Distribution time, int concurrency, long queueLimit, double timeoutSeconds, Retries retries, double writes)
            implements Service {
        public Requests {
            check(time, concurrency);
            if (!(writes >= 0 && writes < 1)) {
                throw new IllegalArgumentException("a share of writes must be in [0, 1), not " + writes);
            }
            if (queueLimit < 0 || !(timeoutSeconds > 0)) {
                throw new IllegalArgumentException(
                        "a queue limit must not be negative, and a timeout must be positive");
            }
        }

        /** Replicas that are all alike. */
        public Requests(Distribution time, int concurrency, long queueLimit, double timeoutSeconds, Retries retries) {
            this(time, concurrency, queueLimit, timeoutSeconds, retries, 0);
        }

        /** Callers who do not come again. */
        public Requests(Distribution time, int concurrency, long queueLimit, double timeoutSeconds) {
            this(time, concurrency, queueLimit, timeoutSeconds, Retries.NONE);
        }

        /** The same with callers who come again. */
        public Requests with(Retries other) {
            return new Requests(time, concurrency, queueLimit, timeoutSeconds, other, writes);
        }

        /** The same by a database with so many writes among them. */
        public Requests writing(double share) {
            return new Requests(time, concurrency, queueLimit, timeoutSeconds, retries, share);
        }
    }

    /**
     * Items taken from a queue by workers.
     *
     * @param batch items taken at once by a free slot, at least 1
     * @param visibilitySeconds an item not done within this time of being taken is delivered again
     * @param failure probability that processing an item fails, and it returns to the queue
     * @param maxReceives deliveries after which an item goes to the dead letters
     */
    record QueueWorkers(
            Distribution time, int concurrency, int batch, double visibilitySeconds, double failure, int maxReceives)
            implements Service {
        public QueueWorkers {
            check(time, concurrency);
            if (batch < 1 || !(visibilitySeconds > 0) || !(failure >= 0 && failure < 1) || maxReceives < 1) {
                throw new IllegalArgumentException(
                        "queue workers need a batch and receives of at least 1, a positive visibility timeout, and a"
                                + " failure probability in [0, 1)");
            }
        }
    }

    /**
     * Requests to a large language model, served by continuous batching; see {@link TokenRates}. A request waits in one common
     * line until a replica has a slot free and room for all its tokens, and goes to the replica with the fewest prompts to
     * read, of these the one with the fewest sequences.
     *
     * @param rates what a replica does with tokens
     * @param concurrency sequences in the batch of a replica
     * @param queueLimit requests that may wait to be admitted; more are rejected, as are those that no cache can hold
     * @param timeoutSeconds a request that has waited this long to be admitted leaves and has failed; infinity for never
     * @param kinds kinds of requests by length; where the trace tells lengths itself, these tell only how they vary
     * @param promise what the latency objective is about
     */
    record Llm(
            TokenRates rates,
            int concurrency,
            long queueLimit,
            double timeoutSeconds,
            List<TokenKind> kinds,
            Promise promise)
            implements Service {

        /** What is to come within the limit. */
        public enum Promise {
            FIRST_TOKEN,
            ANSWER
        }

        public Llm {
            kinds = List.copyOf(kinds);
            if (concurrency < 1 || queueLimit < 0 || !(timeoutSeconds > 0)) {
                throw new IllegalArgumentException(
                        "a server needs at least one slot, a queue limit that is not negative and a positive timeout");
            }
            if (!(kinds.stream().mapToDouble(TokenKind::share).sum() > 0)) {
                throw new IllegalArgumentException("the shares of the kinds of requests add up to nothing");
            }
        }

        /** How long a request of the mean lengths of the kinds holds a slot while the batch is full. */
        @Override
        public Distribution time() {
            TokenLaw law = new TokenLaw(kinds, null);
            return new Distribution(
                    Distribution.Shape.GAMMA,
                    cost(law, 0) * concurrency,
                    Math.sqrt(Math.max(0, law.outputSquare() - 1)));
        }

        /** The same with caches that never limit the batch. */
        Llm withoutCacheLimit() {
            TokenRates free = new TokenRates(rates.prefill(), rates.decode(), rates.stream(), Double.POSITIVE_INFINITY);
            return new Llm(free, concurrency, queueLimit, timeoutSeconds, kinds, promise);
        }

        /** Replica-seconds of a mean request of a bucket when the batch is full. */
        double cost(TokenLaw law, int bucket) {
            double in = law.input(bucket);
            double out = law.output(bucket);
            return rates.seconds(in, out, law.room(rates, concurrency, in, out));
        }

        @Override
        public Trace work(Trace trace) {
            Lengths lengths = trace.lengths();
            if (lengths == null) {
                return trace;
            }
            double usual = time().mean() / concurrency;
            TokenLaw law = new TokenLaw(kinds, lengths);
            double[] work = trace.arrivals().clone();
            for (int b = 0; b < work.length; b++) {
                work[b] *= cost(law, b) / usual;
            }
            return new Trace(trace.name(), trace.startMillis(), trace.bucketMillis(), work);
        }
    }

    private static void check(Distribution time, int concurrency) {
        if (!(time.mean() > 0) || concurrency < 1) {
            throw new IllegalArgumentException("a service needs a positive mean time and a concurrency of at least 1");
        }
    }
}
