package dev.headroom.engine.model;

/**
 * What a replica that serves a large language model does with tokens, under continuous batching. Prompts are read one after
 * another at {@code prefill} tokens a second, before anything else; the first token of the answer comes at the end of that. The
 * other tokens are generated in a batch, whose sequences share {@code decode} tokens a second, each getting at most
 * {@code stream}. How many sequences a batch holds is the replica's concurrency; the tokens of their prompts and answers must
 * fit into {@code kv}.
 *
 * <p>A request of i prompt tokens and o answer tokens thus takes i ÷ prefill + (o − 1) ÷ min(decode, n·stream) seconds of a
 * replica whose batch has n sequences; the more there are, the fewer.
 *
 * @param prefill prompt tokens a second, positive
 * @param decode generated tokens a second over all sequences of the batch, positive
 * @param stream generated tokens a second of one sequence at most, positive; no more than {@code decode} has an effect
 * @param kv tokens that the cache of keys and values holds; infinite where memory does not limit the batch
 */
public record TokenRates(double prefill, double decode, double stream, double kv) {

    /** Below this there is nothing to decode. */
    private static final double LEAST_DECODED = 1e-9;

    private static final double MOST_SERVERS = 1e9;

    public TokenRates {
        if (!(prefill > 0) || !(decode > 0) || !(stream > 0) || !(kv >= 1) || Double.isInfinite(prefill + decode)) {
            throw new IllegalArgumentException(
                    "token rates are positive and finite, and a cache holds a token at least");
        }
    }

    /** Tokens a second that a batch of so many decoding sequences generates. */
    public double speed(double sequences) {
        return Math.min(decode, sequences * stream);
    }

    /** Sequences from which on a larger batch is no faster: decode ÷ stream, at least 1. */
    public double knee() {
        return Math.max(1, decode / stream);
    }

    /**
     * Replica-seconds of a request in the mean.
     *
     * @param input mean tokens of the prompt
     * @param output mean tokens of the answer
     * @param sequences in the batch
     */
    public double seconds(double input, double output, double sequences) {
        return input / prefill + decoded(output) / speed(sequences);
    }

    /** Share of its time that a replica reads prompts, at so many requests a second; may exceed 1. */
    public double reading(double perSecond, double input) {
        return perSecond * input / prefill;
    }

    /**
     * Share of the fastest decoding that is needed in the time reading leaves; infinite when reading leaves none.
     *
     * @param perSecond requests a second of one replica
     * @param sequences most in the batch
     */
    public double decoding(double perSecond, double input, double output, double sequences) {
        double left = 1 - reading(perSecond, input);
        return left <= 0 ? Double.POSITIVE_INFINITY : perSecond * decoded(output) / (left * speed(sequences));
    }

    /**
     * Sequences in a replica's batch in the mean, those whose prompt is read included, while the batch is not full; infinite
     * when it cannot keep up.
     *
     * @param perSecond requests a second of one replica
     * @param sequences most in the batch
     */
    public double batch(double perSecond, double input, double output, double sequences) {
        double load = decoding(perSecond, input, output, sequences);
        return load >= 1 ? Double.POSITIVE_INFINITY : reading(perSecond, input) + load * Math.min(sequences, knee());
    }

    /**
     * Probability that the batches of all replicas are full, so that a request waits to be admitted. Up to the knee the
     * sequences are as independent as the servers of an M/M/m queue, beyond it they share one rate: C(ck, ckρ)·ρ^(c(s − k))
     * with Erlang's C, s sequences of which k are up to the knee, and ρ the load of {@link #decoding}. Exact for
     * negligible prompts: the shared processor is insensitive to the law of the lengths.
     *
     * @param replicas at least 0
     * @param sequences most in the batch of one
     * @param perSecond requests a second of all
     */
    public double full(int replicas, double sequences, double perSecond, double input, double output) {
        if (replicas <= 0) {
            return 1;
        }
        double load = decoding(perSecond / replicas, input, output, sequences);
        if (load >= 1) {
            return 1;
        }
        double independent = Math.min(sequences, knee());
        int servers = (int) Math.max(1, Math.min(MOST_SERVERS, Math.floor(replicas * independent)));
        return Queueing.erlangC(servers, load * servers) * Math.pow(load, replicas * (sequences - independent));
    }

    /**
     * Sequences that a batch has room for: its slots, or as many as the cache holds. A sequence holds the tokens of its prompt
     * and its answer, and long ones are there longer: with exponential lengths of means i and o, E[(I + O)·T] ÷ E[T] tokens in
     * the mean over those that are there, where T is the time I ÷ prefill + O·s ÷ speed(s). Half a mean request is left over.
     *
     * @param slots sequences at most, s
     * @param input mean tokens of a prompt, i
     * @param output mean tokens of an answer, o
     * @return at least 1
     */
    public double room(int slots, double input, double output) {
        if (Double.isInfinite(kv)) {
            return slots;
        }
        double reads = input / prefill;
        double writes = output * slots / speed(slots);
        double held = (reads * (2 * input + output) + writes * (input + 2 * output)) / (reads + writes);
        return Math.max(1, Math.min(slots, (kv - (input + output) / 2) / held));
    }

    /** Answer tokens beyond the first, at least next to none. */
    public static double decoded(double output) {
        return Math.max(LEAST_DECODED, output - 1);
    }
}
