package dev.headroom.guard;

import org.jspecify.annotations.Nullable;

/**
 * What a guard needs to know of a call.
 *
 * @param key whose limits it counts for; null for none
 * @param weight its cost in the unit of the limits
 * @param tier index of its tier in {@link Tiers#tiers()}, 0 for the most important
 * @param idempotent whether making it twice does what making it once does: only then is it retried
 * @param deadline of the caller; null when it waits for as long as it takes
 */
public record Call(
        @Nullable String key,
        long weight,
        int tier,
        boolean idempotent,
        @Nullable Deadline deadline) {

    /** Of no key, weight 1, the most important tier, not to be repeated. */
    public static final Call PLAIN = new Call(null, 1, 0, false, null);

    public Call {
        if (weight < 1 || tier < 0) {
            throw new IllegalArgumentException("a call weighs at least 1 and has a tier of at least 0");
        }
    }

    public Call of(String whose) {
        return new Call(whose, weight, tier, idempotent, deadline);
    }

    public Call weight(long cost) {
        return new Call(key, cost, tier, idempotent, deadline);
    }

    public Call tier(int index) {
        return new Call(key, weight, index, idempotent, deadline);
    }

    public Call repeatable() {
        return new Call(key, weight, tier, true, deadline);
    }

    public Call until(Deadline latest) {
        return new Call(key, weight, tier, idempotent, latest);
    }
}
