package dev.headroom.simulator;

import java.util.Arrays;

/** Requests to a language model that are in the system, by number. Numbers are used again. */
final class TokenRequests {
    private static final long NOT_YET = -1;
    private static final long UNUSED = -2;

    long[] arrivedAt = new long[256];
    int[] input = new int[256];
    int[] output = new int[256];
    private long[] firstAt = new long[256];
    private int[] unused = new int[256];
    private int unusedCount;
    private int numbered;

    /** A new one, with the lengths that the law has drawn last. */
    int add(long now, TokenLaw drawn) {
        int q;
        if (unusedCount > 0) {
            q = unused[--unusedCount];
        } else {
            q = numbered++;
            if (q == arrivedAt.length) {
                int length = q * 2;
                arrivedAt = Arrays.copyOf(arrivedAt, length);
                firstAt = Arrays.copyOf(firstAt, length);
                input = Arrays.copyOf(input, length);
                output = Arrays.copyOf(output, length);
                unused = Arrays.copyOf(unused, length);
            }
        }
        arrivedAt[q] = now;
        firstAt[q] = NOT_YET;
        input[q] = drawn.input;
        output[q] = drawn.output;
        return q;
    }

    /** It has left the system. */
    void remove(int q) {
        firstAt[q] = UNUSED;
        unused[unusedCount++] = q;
    }

    /** Tokens of its prompt and its answer. */
    double tokens(int q) {
        return (double) input[q] + output[q];
    }

    /** Its first token has come. */
    void first(int q, long now) {
        firstAt[q] = now;
    }

    /** Seconds from its arrival to its first token, which has come. */
    double firstSeconds(int q) {
        return (firstAt[q] - arrivedAt[q]) * 1e-9;
    }

    /** Numbers used so far. */
    int count() {
        return numbered;
    }

    /** Whether a number is in use. */
    boolean isHere(int q) {
        return firstAt[q] != UNUSED;
    }

    /** When its first token came, or else {@code otherwise}. */
    long firstOr(int q, long otherwise) {
        return firstAt[q] >= 0 ? firstAt[q] : otherwise;
    }
}
