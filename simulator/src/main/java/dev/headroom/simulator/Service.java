package dev.headroom.simulator;

/** What the replicas do with the demand. */
public sealed interface Service {

    /** Time one request or item holds a slot. */
    Distribution time();

    /** Requests or items a replica works on at the same time. */
    int concurrency();

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

    private static void check(Distribution time, int concurrency) {
        if (!(time.mean() > 0) || concurrency < 1) {
            throw new IllegalArgumentException("a service needs a positive mean time and a concurrency of at least 1");
        }
    }
}
