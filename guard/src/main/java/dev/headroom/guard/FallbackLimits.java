package dev.headroom.guard;

import java.util.List;

/**
 * Shared limits while their store answers, local ones while it does not. A store that failed is left alone for as long as its
 * breaker says, so nothing waits for it.
 */
public final class FallbackLimits implements RateLimits {

    private final RateLimits shared;
    private final RateLimits local;
    private final Breaker breaker;
    private final GuardClock clock;
    private volatile boolean alone;

    /**
     * Limits with a second choice.
     *
     * @param shared throws when its store is away; must bound its own waits
     * @param local counts for this process alone
     */
    public FallbackLimits(RateLimits shared, RateLimits local, BreakerRule rule, GuardClock clock) {
        this.shared = shared;
        this.local = local;
        this.breaker = new Breaker(rule);
        this.clock = clock;
    }

    @Override
    public LimitDecision take(String key, List<LimitRule> rules, long weight) {
        long start = clock.nanos();
        long pass = breaker.admit(start);
        if (pass != Breaker.REFUSED) {
            try {
                LimitDecision d = shared.take(key, rules, weight);
                answered(pass, true, start);
                return d;
            } catch (RuntimeException e) {
                answered(pass, false, start);
            }
        }
        return local.take(key, rules, weight);
    }

    @Override
    public void settle(String key, List<LimitRule> rules, long more) {
        long start = clock.nanos();
        long pass = breaker.admit(start);
        if (pass != Breaker.REFUSED) {
            try {
                shared.settle(key, rules, more);
                answered(pass, true, start);
                return;
            } catch (RuntimeException e) {
                answered(pass, false, start);
            }
        }
        local.settle(key, rules, more);
    }

    private void answered(long pass, boolean well, long start) {
        long now = clock.nanos();
        breaker.report(pass, !well, now - start, now);
        // While it is only tried, others still count alone.
        boolean left = breaker.kind(now) != Breaker.Kind.CLOSED;
        if (left != alone && (well || left)) { // written only when it changes
            alone = left;
        }
    }

    /** Whether the shared limits are in force: false from when the store is left alone until it answers again. */
    public boolean isShared() {
        return !alone;
    }
}
