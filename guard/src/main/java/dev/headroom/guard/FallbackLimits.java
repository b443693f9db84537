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
                long now = clock.nanos();
                breaker.report(pass, false, now - start, now);
                return d;
            } catch (RuntimeException e) {
                long now = clock.nanos();
                breaker.report(pass, true, now - start, now);
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
                long now = clock.nanos();
                breaker.report(pass, false, now - start, now);
                return;
            } catch (RuntimeException e) {
                long now = clock.nanos();
                breaker.report(pass, true, now - start, now);
            }
        }
        local.settle(key, rules, more);
    }

    /** Whether the shared limits are in force. */
    public boolean isShared() {
        return breaker.kind(clock.nanos()) != Breaker.Kind.OPEN;
    }
}
