package dev.headroom.worker;

import dev.headroom.guard.Guard;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.RateLimits;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * One step of the work on a message, with its own parallelism.
 *
 * @param name in metrics and reasons; lower-case letters, digits and '-'
 * @param kind what it is bound by
 * @param parallelism how many messages are in it at once at most; 0 for as many as the worker has processors for
 * @param within the longest it may take a message; then it is interrupted and has failed
 * @param bytes memory that it needs for an input, about; taken from the worker's bound while it runs
 * @param step the work
 */
public record Stage<I, O>(
        String name,
        Kind kind,
        int parallelism,
        Duration within,
        ToLongFunction<? super I> bytes,
        Step<? super I, ? extends O> step) {

    /** What a stage is bound by. */
    public enum Kind {
        /** The processor: it runs on the worker's pool, which has a thread a core. */
        CPU,
        /** Waiting: it runs on virtual threads. */
        IO
    }

    /** The work of a stage on one message. */
    @FunctionalInterface
    public interface Step<I, O> {
        /**
         * Does it.
         *
         * @throws Refused if trying again is of no use
         * @throws Exception if trying again may help
         */
        O apply(I input, Work work) throws Exception;
    }

    private static final int MOST_PARALLEL = 10_000;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    public Stage {
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "a stage's name has lower-case letters, digits and '-' only, not '" + name + "'");
        }
        if (parallelism < 0 || parallelism > MOST_PARALLEL || (parallelism == 0 && kind == Kind.IO)) {
            throw new IllegalArgumentException("stage " + name + ": parallelism is 1 to " + MOST_PARALLEL
                    + ", or 0 for a CPU stage on all processors, not " + parallelism);
        }
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("stage " + name + ": its longest time must be positive, not " + within);
        }
    }

    /** A stage bound by the processor, on all processors of the worker; 10 minutes at most. */
    public static <I, O> Stage<I, O> cpu(String name, Step<? super I, ? extends O> step) {
        return new Stage<>(name, Kind.CPU, 0, Duration.ofMinutes(10), input -> 0, step);
    }

    /** A stage that waits for others; 1 minute at most. */
    public static <I, O> Stage<I, O> io(String name, int parallelism, Step<? super I, ? extends O> step) {
        return new Stage<>(name, Kind.IO, parallelism, Duration.ofMinutes(1), input -> 0, step);
    }

    /** The same with another longest time. */
    public Stage<I, O> within(Duration longest) {
        return new Stage<>(name, kind, parallelism, longest, bytes, step);
    }

    /** The same with a need of memory, bytes by input. */
    public Stage<I, O> needing(ToLongFunction<? super I> need) {
        return new Stage<>(name, kind, parallelism, within, need, step);
    }

    /** The same with another parallelism. */
    public Stage<I, O> parallel(int most) {
        return new Stage<>(name, kind, most, within, bytes, step);
    }

    /**
     * The same, beginning no more often than limits allow; who comes too soon waits, in his place of the stage. Before {@link
     * #behind}, every try of a call counts.
     *
     * @param limits what counts them: that of this process, or one that workers share
     * @param rules for example {@code LimitRule.sliding("embed", 20, Duration.ofSeconds(1))}
     */
    public Stage<I, O> paced(RateLimits limits, LimitRule... rules) {
        return new Stage<>(name, kind, parallelism, within, bytes, Guarded.paced(limits, List.of(rules), name, step));
    }

    /**
     * The same behind a guard, whose retries and breaker are for a service that fails. While the breaker is open or a limit of
     * the guard's is used up, messages wait in their places, for an hour at most; what a call may take is the guard's deadline.
     * The guard's {@code failure} should not hold for {@link Refused}: that is the message's fault.
     */
    public Stage<I, O> behind(Guard guard) {
        return new Stage<>(name, kind, parallelism, LONGEST_WAIT, bytes, Guarded.behind(guard, name, step));
    }

    /** The same for inputs that need it; others pass at once, by another way, without a rate or a guard. */
    public Stage<I, O> unless(Predicate<? super I> without, Function<? super I, ? extends O> otherwise) {
        Step<? super I, ? extends O> needed = step;
        return new Stage<>(
                name,
                kind,
                parallelism,
                within,
                bytes,
                (input, work) -> without.test(input) ? otherwise.apply(input) : needed.apply(input, work));
    }
}
