package dev.headroom.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when a test says so; pauses pass at once and are remembered. */
final class ManualClock implements GuardClock {

    private volatile long nanos = 1_000_000_000_000L;
    private volatile Instant wall = Instant.parse("2026-03-28T12:00:00Z");
    final List<Duration> pauses = new ArrayList<>();

    ManualClock at(String instant) {
        wall = Instant.parse(instant);
        return this;
    }

    synchronized ManualClock pass(Duration time) {
        nanos += time.toNanos();
        wall = wall.plus(time);
        return this;
    }

    ManualClock pass(long millis) {
        return pass(Duration.ofMillis(millis));
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return wall;
    }

    @Override
    public void pause(Duration time) {
        pauses.add(time);
        pass(time);
    }
}
