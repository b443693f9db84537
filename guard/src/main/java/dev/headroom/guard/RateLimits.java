package dev.headroom.guard;

import java.util.List;

/** Counts what keys have used of their limits. */
public interface RateLimits {

    /**
     * Takes {@code weight} from every limit of a key, or from none.
     *
     * @param key whose limits: a user, a tenant, an address
     * @param rules at least one; always the same for a key
     * @param weight cost of the request in the limits' unit; at least 1
     */
    LimitDecision take(String key, List<LimitRule> rules, long weight);

    /**
     * Gives back, or takes more: the cost turned out to be another one. It may bring a limit below zero, which later requests
     * pay for.
     *
     * @param more cost beyond what was taken; negative to give back
     */
    void settle(String key, List<LimitRule> rules, long more);
}
