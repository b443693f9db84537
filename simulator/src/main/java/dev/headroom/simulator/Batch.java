package dev.headroom.simulator;

import dev.headroom.engine.model.TokenRates;
import java.util.Arrays;

/**
 * The batch of one replica that serves a language model: prompts in the order they came, and sequences that decode. While a
 * prompt is read nothing decodes. All sequences get tokens at the same rate, so each one's end is known as the number of
 * tokens that everyone will have got by then: a heap of these numbers, and one clock that counts tokens.
 */
final class Batch {
    /** Tokens within which a sequence counts as done: what is lost to rounding times to nanoseconds is less. */
    private static final double CLOSE = 1e-3;

    final SimReplica replica;
    /** Its number among the batches that take requests; −1 when it takes none. */
    int place = -1;

    private final TokenRates rates;
    private final double warmRate;
    private final WaitingLine prompts = new WaitingLine();
    private double promptSecondsLeft;
    private double clock;
    private long at;

    // Heap of the decoding sequences by the clock at their end.
    private double[] ends = new double[16];
    private int[] who = new int[16];
    private int decoding;

    /** Tokens reserved in the cache. */
    double held;

    /** Answer tokens generated since the last {@link #takeGenerated}. */
    private double generated;

    /** When the next thing happens; {@link Long#MAX_VALUE} for never. */
    long next = Long.MAX_VALUE;

    Batch(SimReplica replica, TokenRates rates, double warmRate, long now) {
        this.replica = replica;
        this.rates = rates;
        this.warmRate = warmRate;
        this.at = now;
    }

    /** Sequences and prompts. */
    int size() {
        return prompts.size() + decoding;
    }

    /** Prompts not yet read. */
    int prompts() {
        return prompts.size();
    }

    /** Goes on to a time before which nothing happens. */
    void advance(long now) {
        if (now <= at) {
            return;
        }
        double seconds = replica.worked(at, now, warmRate);
        at = now;
        if (prompts.size() > 0) {
            promptSecondsLeft -= seconds;
        } else if (decoding > 0) {
            double each = seconds * rates.speed(decoding) / decoding;
            clock += each;
            generated += each * decoding;
        }
    }

    /** A request joins; {@link #advance} has been called. */
    void admit(int request, double promptTokens) {
        prompts.add(request);
        if (prompts.size() == 1) {
            promptSecondsLeft = promptTokens / rates.prefill();
        }
    }

    /** When the next prompt is read or the next sequence done, as things are. */
    long nextAfter(long now) {
        if (prompts.size() > 0) {
            return replica.ends(Math.max(0, promptSecondsLeft), now, warmRate);
        }
        if (decoding == 0) {
            return Long.MAX_VALUE;
        }
        double tokens = Math.max(0, ends[0] - clock) * decoding;
        return replica.ends(tokens / rates.speed(decoding), now, warmRate);
    }

    /** The request whose prompt has been read; the next one's prompt has so many tokens, 0 when there is none. */
    int promptRead() {
        return (int) prompts.remove();
    }

    /** The request whose prompt is read now; −1 for none. */
    int reading() {
        return prompts.size() == 0 ? -1 : (int) prompts.get(0);
    }

    /** Begins to read the first prompt. */
    void read(double promptTokens) {
        promptSecondsLeft = promptTokens / rates.prefill();
    }

    /** A sequence begins to decode so many tokens. */
    void decode(int request, double tokens) {
        if (decoding == ends.length) {
            ends = Arrays.copyOf(ends, decoding * 2);
            who = Arrays.copyOf(who, decoding * 2);
        }
        double end = clock + tokens;
        int i = decoding++;
        while (i > 0 && ends[(i - 1) >> 1] > end) {
            ends[i] = ends[(i - 1) >> 1];
            who[i] = who[(i - 1) >> 1];
            i = (i - 1) >> 1;
        }
        ends[i] = end;
        who[i] = request;
    }

    /** Takes out a sequence that is done; −1 when none is. {@code due}: the first one is, whatever rounding says. */
    int done(boolean due) {
        if (decoding == 0 || (!due && ends[0] > clock + CLOSE)) {
            return -1;
        }
        int request = who[0];
        // What rounding left undone has been generated too.
        generated += ends[0] - clock;
        int last = --decoding;
        double end = ends[last];
        int w = who[last];
        int i = 0;
        while (true) {
            int child = 2 * i + 1;
            if (child >= last) {
                break;
            }
            if (child + 1 < last && ends[child + 1] < ends[child]) {
                child++;
            }
            if (ends[child] >= end) {
                break;
            }
            ends[i] = ends[child];
            who[i] = who[child];
            i = child;
        }
        ends[i] = end;
        who[i] = w;
        return request;
    }

    /** Some request that is here, to be removed; −1 when none is left. */
    int evict() {
        if (prompts.size() > 0) {
            return (int) prompts.remove();
        }
        return decoding > 0 ? who[--decoding] : -1;
    }

    /** Answer tokens generated since the last call. */
    double takeGenerated() {
        double g = generated;
        generated = 0;
        return g;
    }
}
