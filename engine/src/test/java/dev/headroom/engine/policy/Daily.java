package dev.headroom.engine.policy;

import dev.headroom.engine.model.Recurrence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;

/** Every day at a local time; counts how often it is asked. A local time in a gap occurs when the clocks jump. */
final class Daily implements Recurrence {

    private final LocalTime time;
    private final ZoneId zone;
    int asked;

    Daily(String time, String zone) {
        this.time = LocalTime.parse(time);
        this.zone = ZoneId.of(zone);
    }

    private Instant on(LocalDate day) {
        ZoneOffsetTransition gap = zone.getRules().getTransition(day.atTime(time));
        return gap != null && gap.isGap()
                ? gap.getInstant()
                : day.atTime(time).atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }

    @Override
    public String text() {
        return time + " " + zone;
    }

    @Override
    public Instant lastAtOrBefore(Instant t) {
        asked++;
        LocalDate day = t.atZone(zone).toLocalDate().plusDays(1);
        while (on(day).isAfter(t)) {
            day = day.minusDays(1);
        }
        return on(day);
    }

    @Override
    public Instant nextAfter(Instant t) {
        asked++;
        LocalDate day = t.atZone(zone).toLocalDate().minusDays(1);
        while (!on(day).isAfter(t)) {
            day = day.plusDays(1);
        }
        return on(day);
    }

    /** A single instant. */
    record Once(Instant at) implements Recurrence {
        @Override
        public String text() {
            return at.toString();
        }

        @Override
        public @Nullable Instant lastAtOrBefore(Instant t) {
            return at.isAfter(t) ? null : at;
        }

        @Override
        public @Nullable Instant nextAfter(Instant t) {
            return at.isAfter(t) ? at : null;
        }
    }
}
