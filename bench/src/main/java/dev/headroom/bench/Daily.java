package dev.headroom.bench;

import dev.headroom.engine.model.Recurrence;
import java.time.Instant;

/** Every day at the same time, in UTC: a calendar that costs next to nothing, so that it is not what is measured. */
record Daily(int secondOfDay) implements Recurrence {
    private static final long DAY = 86_400;

    @Override
    public String text() {
        return "daily at second " + secondOfDay;
    }

    @Override
    public Instant lastAtOrBefore(Instant t) {
        long days = Math.floorDiv(t.getEpochSecond() - secondOfDay, DAY);
        return Instant.ofEpochSecond(days * DAY + secondOfDay);
    }

    @Override
    public Instant nextAfter(Instant t) {
        return lastAtOrBefore(t).plusSeconds(DAY);
    }
}
