package dev.headroom.worker;

import dev.headroom.guard.Call;
import dev.headroom.guard.Guard;
import dev.headroom.guard.LimitDecision;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.RateLimits;
import dev.headroom.guard.Refusal;
import java.time.Duration;
import java.util.List;

/** Steps that wait where a guard refuses: a message is not to blame for a limit that is used up, or a service that is away. */
final class Guarded {
    /** Where a guard does not know when to come back; and nobody comes back sooner than the first of these. */
    private static final Duration LEAST = Duration.ofMillis(5);

    private static final Duration UNKNOWN = Duration.ofMillis(50);

    private Guarded() {}

    /** A step behind a guard; its deadline and the step's own failures come through. */
    static <I, O> Stage.Step<I, O> behind(Guard guard, String name, Stage.Step<? super I, ? extends O> step) {
        Call call = Call.PLAIN.of(name).repeatable();
        return (input, work) -> {
            while (true) {
                try {
                    return guard.call(call, deadline -> step.apply(input, work));
                } catch (Refusal e) {
                    if (e.reason() == Refusal.Reason.DEADLINE) {
                        throw e;
                    }
                    pause(e.retryAfter());
                }
            }
        };
    }

    /** A step that begins no more often than the limits allow. */
    static <I, O> Stage.Step<I, O> paced(
            RateLimits limits, List<LimitRule> rules, String name, Stage.Step<? super I, ? extends O> step) {
        return (input, work) -> {
            for (LimitDecision d = limits.take(name, rules, 1); !d.allowed(); d = limits.take(name, rules, 1)) {
                pause(d.retryAfter());
            }
            return step.apply(input, work);
        };
    }

    private static void pause(Duration asked) throws InterruptedException {
        Thread.sleep(asked.isZero() ? UNKNOWN : asked.compareTo(LEAST) < 0 ? LEAST : asked);
    }
}
