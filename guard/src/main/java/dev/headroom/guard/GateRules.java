package dev.headroom.guard;

import java.time.Duration;

/**
 * How many calls may be under way, and who waits.
 *
 * @param adaptation how the number is found
 * @param initial the number at the start, and always when it is fixed
 * @param min least that adaptation comes to
 * @param max most that adaptation comes to
 * @param tiers how the places are divided
 * @param queue how many may wait; 0 for none
 * @param longestWait longest useful wait in the queue
 */
public record GateRules(
        Adaptation adaptation, int initial, int min, int max, Tiers tiers, int queue, Duration longestWait) {

    /** How the number of calls under way is found. */
    public enum Adaptation {
        /** It is given. */
        FIXED,
        /** From how much longer calls take than they did without a queue, as TCP Vegas does. */
        VEGAS,
        /** From the ratio of the long to the short average of how long calls take. */
        GRADIENT
    }

    public GateRules {
        if (min < 1 || initial < min || max < initial || max > 1_000_000) {
            throw new IllegalArgumentException(
                    "the places must be 1 ≤ min ≤ initial ≤ max ≤ 1000000: " + min + ", " + initial + ", " + max);
        }
        if (queue < 0 || queue > 1_000_000) {
            throw new IllegalArgumentException("from 0 to 1000000 may wait: " + queue);
        }
        if (longestWait.isNegative() || (longestWait.isZero() && queue > 0)) {
            throw new IllegalArgumentException("the longest wait must be positive");
        }
    }

    /** A number of places that never changes, without a queue. */
    public static GateRules fixed(int places, Tiers tiers) {
        return new GateRules(Adaptation.FIXED, places, places, places, tiers, 0, Duration.ZERO);
    }

    /** From 1 to {@code max} places, 20 at first, as few as keep calls fast, with a queue. */
    public static GateRules adaptive(int max, Tiers tiers, int queue, Duration longestWait) {
        return new GateRules(Adaptation.VEGAS, Math.min(20, max), 1, max, tiers, queue, longestWait);
    }
}
