package dev.headroom.connectors.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A circuit breaker: after a number of failures in a row nobody asks for a while, then one request tries while the others
 * wait for its outcome; if it succeeds all ask again, else the pause begins anew. A server in trouble is not asked by
 * everybody at once.
 *
 * <p>Thread-safe. Its time is monotonic nanoseconds.
 */
final class Breaker {
    private final int threshold;
    private final long pauseNanos;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int failures;
    private long openedAt;
    private boolean probing;
    private String last = "";

    /** Opens after {@code threshold} failures in a row, for {@code pause}. */
    Breaker(int threshold, Duration pause, LongSupplier nanos) {
        this.threshold = threshold;
        this.pauseNanos = pause.toNanos();
        this.nanos = nanos;
    }

    /**
     * Empty if a request may go out, in which case its end must be told; else why not.
     *
     * @param deadline until when to wait for the one that tries, in the nanoseconds of this breaker
     */
    Optional<String> refusal(long deadline) throws InterruptedException {
        lock.lock();
        try {
            while (failures >= threshold) {
                long now = nanos.getAsLong();
                long left = pauseNanos - (now - openedAt);
                if (left > 0) {
                    return Optional.of(words("asked again in " + Math.max(1, Math.round(left / 1e9)) + " s"));
                }
                if (!probing) {
                    probing = true;
                    return Optional.empty();
                }
                if (deadline <= now || ended.awaitNanos(deadline - now) <= 0) {
                    return Optional.of(words("one request is trying whether it answers again"));
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private String words(String until) {
        return "not asked after " + failures + " failures in a row, " + until + "; the last: " + last;
    }

    /** The server answered, be it with a complaint about the query. */
    void succeeded() {
        lock.lock();
        try {
            failures = 0;
            probing = false;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The server did not answer, or was in trouble. */
    void failed(String why) {
        lock.lock();
        try {
            failures = Math.min(failures + 1, 1_000_000);
            openedAt = nanos.getAsLong();
            probing = false;
            last = why;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
