package dev.headroom.guard;

import java.time.Duration;

/**
 * What limits say to a request.
 *
 * @param allowed whether it may pass; it is then counted in every limit
 * @param rule the limit that refused, or the one with the smallest share left
 * @param remaining cost left in that limit
 * @param reset time until that limit is whole again
 * @param retryAfter time until the request could pass; zero when it may
 */
public record LimitDecision(boolean allowed, LimitRule rule, long remaining, Duration reset, Duration retryAfter) {

    /** The one to tell of two that allow: the smaller share left; or the one to wait longer for. */
    public LimitDecision or(LimitDecision other) {
        if (allowed != other.allowed) {
            return allowed ? other : this;
        }
        if (!allowed) {
            return other.retryAfter.compareTo(retryAfter) > 0 ? other : this;
        }
        return share(other) < share(this) ? other : this;
    }

    private static double share(LimitDecision d) {
        return (double) d.remaining / d.rule.most();
    }
}
