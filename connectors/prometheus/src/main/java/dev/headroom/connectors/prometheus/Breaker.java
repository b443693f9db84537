package dev.headroom.connectors.prometheus;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A circuit breaker: after a number of failures in a row nobody asks for a while, then one request tries; if it succeeds all
 * ask again, else the pause begins anew. A server in trouble is not asked by everybody at once.
 *
 * <p>Thread-safe. Its time is monotonic nanoseconds.
 */
final class Breaker {
    private final int threshold;
    private final long pauseNanos;
    private final LongSupplier nanos;
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

    /** Empty if a request may go out, in which case its end must be told; else why not. */
    synchronized Optional<String> refusal() {
        if (failures < threshold) {
            return Optional.empty();
        }
        long left = pauseNanos - (nanos.getAsLong() - openedAt);
        if (left <= 0 && !probing) {
            probing = true;
            return Optional.empty();
        }
        String until = left > 0
                ? "asked again in " + Math.max(1, Math.round(left / 1e9)) + " s"
                : "one request is trying whether it answers again";
        return Optional.of("not asked after " + failures + " failures in a row, " + until + "; the last: " + last);
    }

    /** The server answered, be it with a complaint about the query. */
    synchronized void succeeded() {
        failures = 0;
        probing = false;
    }

    /** The server did not answer, or was in trouble. */
    synchronized void failed(String why) {
        failures = Math.min(failures + 1, 1_000_000);
        openedAt = nanos.getAsLong();
        probing = false;
        last = why;
    }
}
