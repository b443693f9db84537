package dev.headroom.guard;

import dev.headroom.guard.Refusal.Reason;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All protections around calls to something that may fail, in the order limit → bulkhead → breaker → deadline → retry → call →
 * fallback: who has no right to a call costs nothing, who waits does not count as slow, a call with all its attempts is one for
 * the breaker, and no attempt begins that the deadline leaves no time for.
 *
 * <p>The call runs on the calling thread, which is interrupted when its deadline passes; virtual threads suit best.
 */
public final class Guard implements AutoCloseable {

    private static final long TICK_NANOS = 5_000_000;
    private static final int RESERVE = 10;

    /**
     * The work that is guarded.
     *
     * @param <T> the answer
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /**
         * Does it once.
         *
         * @param deadline to pass on to whatever it calls; null when there is none
         */
        T run(@Nullable Deadline deadline) throws Exception;
    }

    /**
     * The answer of last resort.
     *
     * @param <T> the answer
     */
    @FunctionalInterface
    public interface Fallback<T extends @Nullable Object> {
        /** The answer instead; or throws the cause. */
        T answer(Exception cause) throws Exception;
    }

    private final GuardSettings settings;
    private final RateLimits limits;
    private final @Nullable ConcurrencyGate gate;
    private final @Nullable Breaker breaker;
    private final RetryBudget budget;
    private final Watchdog watchdog;
    private final GuardClock clock;
    private final DoubleSupplier random;

    /**
     * A guard.
     *
     * @param limits what counts the rates: {@link LocalLimits}, or one that is shared
     * @param random numbers from 0 to 1 for jitter
     */
    public Guard(GuardSettings settings, RateLimits limits, GuardClock clock, DoubleSupplier random) {
        this(settings, limits, clock, random, Watchdog.start(clock, TICK_NANOS));
    }

    Guard(GuardSettings settings, RateLimits limits, GuardClock clock, DoubleSupplier random, Watchdog watchdog) {
        this.settings = settings;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.gate = settings.gate() == null ? null : new ConcurrencyGate(settings.gate(), clock);
        this.breaker = settings.breaker() == null ? null : new Breaker(settings.breaker());
        this.budget = new RetryBudget(settings.retryShare(), RESERVE);
        this.watchdog = watchdog;
    }

    /** Makes a call; where it is refused or fails, the fallback answers. */
    public <T extends @Nullable Object> T call(Call call, Work<T> work, Fallback<T> fallback) throws Exception {
        try {
            return call(call, work);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return fallback.answer(e);
        }
    }

    /**
     * Makes a call.
     *
     * @throws Refusal when a protection stands against it
     * @throws InterruptedException when the calling thread was interrupted by somebody else
     * @throws Exception of the work
     */
    public <T extends @Nullable Object> T call(Call call, Work<T> work) throws Exception {
        String key = call.key();
        if (key != null && !settings.limits().isEmpty()) {
            LimitDecision d = limits.take(key, settings.limits(), call.weight());
            if (!d.allowed()) {
                throw new Refusal(Reason.LIMIT, d.retryAfter());
            }
        }
        Deadline deadline = deadline(call);
        if (gate == null) {
            return behindBreaker(call, deadline, work);
        }
        ConcurrencyGate.Place place = gate.enter(call.tier(), deadline);
        ConcurrencyGate.End end = ConcurrencyGate.End.IGNORED;
        try {
            T answer = behindBreaker(call, deadline, work);
            end = ConcurrencyGate.End.OK;
            return answer;
        } catch (Refusal e) {
            end = e.reason() == Reason.DEADLINE ? ConcurrencyGate.End.OVERLOADED : ConcurrencyGate.End.IGNORED;
            throw e;
        } finally {
            place.free(end);
        }
    }

    private @Nullable Deadline deadline(Call call) {
        Duration longest = settings.deadline();
        Deadline asked = call.deadline();
        if (longest == null) {
            return asked;
        }
        Deadline own = Deadline.after(longest, clock.nanos());
        return asked == null ? own : own.or(asked);
    }

    private <T extends @Nullable Object> T behindBreaker(Call call, @Nullable Deadline deadline, Work<T> work)
            throws Exception {
        if (breaker == null) {
            return inTime(call, deadline, work);
        }
        long start = clock.nanos();
        long pass = breaker.admit(start);
        if (pass == Breaker.REFUSED) {
            throw new Refusal(Reason.OPEN, breaker.retryAfter(start));
        }
        boolean said = false;
        boolean failed = false;
        try {
            T answer = inTime(call, deadline, work);
            said = true;
            return answer;
        } catch (Throwable e) {
            said = !(e instanceof InterruptedException);
            failed = failed(e);
            throw e;
        } finally {
            long now = clock.nanos();
            if (said) {
                breaker.report(pass, failed, now - start, now);
            } else {
                breaker.abandon(pass);
            }
        }
    }

    private boolean failed(Throwable e) {
        return e instanceof Refusal r
                ? r.reason() == Reason.DEADLINE
                : settings.failure().test(e);
    }

    private <T extends @Nullable Object> T inTime(Call call, @Nullable Deadline deadline, Work<T> work)
            throws Exception {
        budget.request();
        if (deadline == null) {
            return withRetries(call, null, work);
        }
        if (deadline.passed(clock.nanos())) {
            throw new Refusal(Reason.DEADLINE, Duration.ZERO);
        }
        Watchdog.Watched watched = watchdog.watch(deadline.at());
        try {
            T answer = withRetries(call, deadline, work);
            watchdog.end(watched); // an answer is an answer, even if it came at the last moment
            return answer;
        } catch (Exception e) {
            if (watchdog.end(watched)) {
                throw new Refusal(Reason.DEADLINE, Duration.ZERO, e);
            }
            throw e;
        } catch (Error e) {
            watchdog.end(watched);
            throw e;
        }
    }

    private <T extends @Nullable Object> T withRetries(Call call, @Nullable Deadline deadline, Work<T> work)
            throws Exception {
        for (int retry = 0; ; retry++) {
            try {
                return work.run(deadline);
            } catch (Exception e) {
                Duration pause = settings.backoff().delay(retry, random.getAsDouble());
                boolean last = retry + 1 >= settings.backoff().attempts() || !call.idempotent() || !retriable(e);
                if (last || (deadline != null && deadline.left(clock.nanos()) <= pause.toNanos()) || !budget.retry()) {
                    throw e;
                }
                clock.pause(pause);
            }
        }
    }

    private boolean retriable(Exception e) {
        return !(e instanceof InterruptedException)
                && !(e instanceof Refusal)
                && settings.failure().test(e);
    }

    /** What the breaker lets calls find; closed when there is none. */
    public Breaker.Kind breaker() {
        return breaker == null ? Breaker.Kind.CLOSED : breaker.kind(clock.nanos());
    }

    /** Calls under way; 0 when they are not counted. */
    public int inFlight() {
        return gate == null ? 0 : gate.inFlight();
    }

    /** Calls that wait for a place. */
    public int waiting() {
        return gate == null ? 0 : gate.waiting();
    }

    /** The settings it was made of. */
    public GuardSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        watchdog.close();
    }
}
