package dev.headroom.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when told to. */
public final class ManualTime implements InstantSource {
    private Instant now;

    /** Starts at an instant. */
    public ManualTime(Instant start) {
        this.now = start;
    }

    /** Starts on 2026-01-05 (a Monday) at midnight UTC. */
    public ManualTime() {
        this(Instant.parse("2026-01-05T00:00:00Z"));
    }

    /** The present instant. */
    public Instant now() {
        return now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves on, and returns the new instant. */
    public Instant pass(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("time does not pass backwards: " + span);
        }
        now = now.plus(span);
        return now;
    }
}
