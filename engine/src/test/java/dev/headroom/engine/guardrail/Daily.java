package dev.headroom.engine.guardrail;

import dev.headroom.engine.model.Recurrence;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Every day at a time of UTC; counts how often it is asked. */
final class Daily implements Recurrence {
    private final LocalTime at;
    int asked;

    Daily(String at) {
        this.at = LocalTime.parse(at);
    }

    @Override
    public String text() {
        return "daily " + at;
    }

    @Override
    public Instant lastAtOrBefore(Instant t) {
        asked++;
        Instant today = t.atZone(ZoneOffset.UTC).toLocalDate().atTime(at).toInstant(ZoneOffset.UTC);
        return today.isAfter(t) ? today.minus(1, ChronoUnit.DAYS) : today;
    }

    @Override
    public Instant nextAfter(Instant t) {
        return lastAtOrBefore(t).plus(1, ChronoUnit.DAYS);
    }
}
