package dev.headroom.guard;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All protections of a kind of call, each of which may be left out.
 *
 * @param name for messages and metrics
 * @param limits rates of each key; empty for none
 * @param gate calls under way; null for any number
 * @param breaker null for none
 * @param deadline longest time of a call with all its attempts; null for none but the caller's own
 * @param backoff {@link Backoff#NONE} for a single attempt
 * @param retryShare share of the calls that may be retried, from 0 to 1
 * @param failure which exceptions say that the callee is not well: they count for the breaker and may be retried
 */
public record GuardSettings(
        String name,
        List<LimitRule> limits,
        @Nullable GateRules gate,
        @Nullable BreakerRule breaker,
        @Nullable Duration deadline,
        Backoff backoff,
        double retryShare,
        Predicate<Throwable> failure) {

    public GuardSettings {
        limits = List.copyOf(limits);
        if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
            throw new IllegalArgumentException("the deadline of '" + name + "' must be positive");
        }
        if (!(retryShare >= 0 && retryShare <= 1)) {
            throw new IllegalArgumentException("the share of retries lies between 0 and 1: " + retryShare);
        }
    }

    /** No protection at all, to add some to. */
    public static GuardSettings none(String name) {
        return new GuardSettings(name, List.of(), null, null, null, Backoff.NONE, 0.1, e -> e instanceof Exception);
    }

    public GuardSettings limits(LimitRule... rules) {
        return new GuardSettings(name, List.of(rules), gate, breaker, deadline, backoff, retryShare, failure);
    }

    public GuardSettings gate(GateRules rules) {
        return new GuardSettings(name, limits, rules, breaker, deadline, backoff, retryShare, failure);
    }

    public GuardSettings breaker(BreakerRule rule) {
        return new GuardSettings(name, limits, gate, rule, deadline, backoff, retryShare, failure);
    }

    public GuardSettings deadline(Duration longest) {
        return new GuardSettings(name, limits, gate, breaker, longest, backoff, retryShare, failure);
    }

    public GuardSettings retry(Backoff how, double share) {
        return new GuardSettings(name, limits, gate, breaker, deadline, how, share, failure);
    }

    /** Which exceptions say that the callee is not well. */
    public GuardSettings failure(Predicate<Throwable> which) {
        return new GuardSettings(name, limits, gate, breaker, deadline, backoff, retryShare, which);
    }
}
