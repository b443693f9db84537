package dev.headroom.simulator;

import java.util.Arrays;

/** The least of a set of numbered keys: a winner tree, so that a change costs the logarithm of their number. */
final class Router {
    /** The key of those that are not to be chosen. */
    static final long NOT = Long.MAX_VALUE;

    private int size = 64;
    private long[] keys = filled(size);
    private int[] winner = tree(size);

    private static long[] filled(int length) {
        long[] k = new long[length];
        Arrays.fill(k, NOT);
        return k;
    }

    private static int[] tree(int length) {
        int[] w = new int[length];
        for (int i = length - 1; i > 0; i--) {
            int left = 2 * i;
            w[i] = left >= length ? left - length : w[left];
        }
        return w;
    }

    /** Sets the key of a number. */
    void set(int number, long key) {
        while (number >= size) {
            grow();
        }
        keys[number] = key;
        for (int i = (number + size) >> 1; i > 0; i >>= 1) {
            int left = 2 * i >= size ? 2 * i - size : winner[2 * i];
            int right = 2 * i + 1 >= size ? 2 * i + 1 - size : winner[2 * i + 1];
            winner[i] = keys[right] < keys[left] ? right : left;
        }
    }

    private void grow() {
        long[] old = keys;
        size *= 2;
        keys = filled(size);
        winner = tree(size);
        for (int i = 0; i < old.length; i++) {
            if (old[i] != NOT) {
                set(i, old[i]);
            }
        }
    }

    /** The number with the least key, of several the lowest; −1 when none is to be chosen. */
    int least() {
        int w = winner[1];
        return keys[w] == NOT ? -1 : w;
    }

    /** The key of a number. */
    long key(int number) {
        return number < size ? keys[number] : NOT;
    }

    /** Numbers that may have a key. */
    int size() {
        return size;
    }
}
