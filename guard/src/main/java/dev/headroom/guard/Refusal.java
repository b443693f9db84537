package dev.headroom.guard;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call that was not made, or not waited for, because of a protection. It is cheap: it has no stack trace. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The protection that refused. */
    public enum Reason {
        /** A rate limit is used up. */
        LIMIT("the rate limit is used up"),
        /** No place among the calls of its tier, and no queue. */
        FULL("all places are taken"),
        /** The queue is full. */
        QUEUE_FULL("the queue is full"),
        /** It waited too long in a queue that does not empty. */
        QUEUED_TOO_LONG("it waited too long in the queue"),
        /** Its place in the queue went to a call of a higher tier. */
        DISPLACED("a more important call took its place in the queue"),
        /** The breaker is open. */
        OPEN("the breaker is open"),
        /** The deadline has passed. */
        DEADLINE("the deadline has passed"),
        /** The ladder of degradation is at its top. */
        DEGRADED("nothing but refusals is served at this level of degradation");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private final Reason reason;
    private final Duration retryAfter;

    /**
     * A refusal.
     *
     * @param retryAfter when it makes sense to try again; zero when that is not known
     */
    public Refusal(Reason reason, Duration retryAfter) {
        this(reason, retryAfter, null);
    }

    /** The same with what the call ended with when it was stopped. */
    public Refusal(Reason reason, Duration retryAfter, @Nullable Throwable cause) {
        super("refused: " + reason.words, cause, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** The protection that refused. */
    public Reason reason() {
        return reason;
    }

    /** When it makes sense to try again; zero when that is not known. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
