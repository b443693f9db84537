package dev.headroom.worker;

import dev.headroom.guard.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between tries. */
final class Pause {
    /** More doublings change nothing, and could overflow. */
    private static final int MOST_RETRIES = 50;

    private Pause() {}

    /** How long to wait after so many failures in a row, 1 or more. */
    static Duration after(int failures, Backoff backoff) {
        int retry = Math.clamp(failures - 1, 0, MOST_RETRIES);
        return backoff.delay(retry, ThreadLocalRandom.current().nextDouble());
    }
}
