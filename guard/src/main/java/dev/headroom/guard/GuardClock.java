package dev.headroom.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Where a guard gets its time from: read once at the edge and passed down. */
public interface GuardClock extends InstantSource {

    /** The clock of the machine. */
    GuardClock SYSTEM = new GuardClock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time);
        }
    };

    /** Monotonic time in nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
    long nanos();

    /** Lets the calling thread wait. */
    void pause(Duration time) throws InterruptedException;
}
