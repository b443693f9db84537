package dev.headroom.guard;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A circuit breaker: after too many failures calls are refused at once, for a while, and then a few show whether it is over.
 * Threads share it without a lock: its state is a value that is replaced by compare and set, and a success while it is closed
 * changes nothing.
 */
@SuppressWarnings("ReferenceEquality") // a state that is the same object was not changed; compare and set asks the same
public final class Breaker {

    /** What calls find. */
    public enum Kind {
        CLOSED,
        OPEN,
        TRIAL
    }

    /** Given for a call that must not be made. */
    public static final long REFUSED = -1;

    private final BreakerRule rule;
    private final AtomicReference<BreakerState> state = new AtomicReference<>(new BreakerState.Closed(0, List.of()));

    public Breaker(BreakerRule rule) {
        this.rule = rule;
    }

    /** The number to report the call's end with, or {@link #REFUSED}. */
    public long admit(long now) {
        while (true) {
            BreakerState before = state.get();
            BreakerState.Answer answer = before.admit(rule, now);
            if (answer.next() == before || state.compareAndSet(before, answer.next())) {
                return answer.admitted() ? answer.next().generation() : REFUSED;
            }
        }
    }

    /**
     * A call ended.
     *
     * @param admitted what {@link #admit} gave
     * @param failed whether it failed
     * @param tookNanos how long it took; too long counts as failed
     */
    public void report(long admitted, boolean failed, long tookNanos, long now) {
        boolean bad = failed || tookNanos >= rule.slow().toNanos();
        while (true) {
            BreakerState before = state.get();
            if (before.generation() != admitted) {
                return;
            }
            BreakerState after = before.report(rule, bad, now);
            if (after == before || state.compareAndSet(before, after)) {
                return;
            }
        }
    }

    /** A call was admitted and says nothing: it was cancelled, or refused by something else. */
    public void abandon(long admitted) {
        while (true) {
            BreakerState before = state.get();
            if (before.generation() != admitted) {
                return;
            }
            BreakerState after = before.abandon();
            if (after == before || state.compareAndSet(before, after)) {
                return;
            }
        }
    }

    /** What calls find now. */
    public Kind kind(long now) {
        return switch (state.get()) {
            case BreakerState.Closed c -> Kind.CLOSED;
            case BreakerState.Open o -> now - o.since() >= rule.open().toNanos() ? Kind.TRIAL : Kind.OPEN;
            case BreakerState.Trial t -> Kind.TRIAL;
        };
    }

    /** Time until calls are tried again; zero unless it is open. */
    public Duration retryAfter(long now) {
        return state.get() instanceof BreakerState.Open o
                ? Duration.ofNanos(Math.max(0, rule.open().toNanos() - (now - o.since())))
                : Duration.ZERO;
    }
}
