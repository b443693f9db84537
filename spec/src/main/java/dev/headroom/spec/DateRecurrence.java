package dev.headroom.spec;

import dev.headroom.engine.model.Recurrence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A single date, as a recurrence that occurs once.
 *
 * @param at when
 */
public record DateRecurrence(Instant at) implements Recurrence {

    private static final long HORIZON_SECONDS = 5L * 366 * 86_400;

    @Override
    public String text() {
        return at.toString();
    }

    @Override
    public @Nullable Instant lastAtOrBefore(Instant t) {
        return at.isAfter(t) || at.isBefore(t.minusSeconds(HORIZON_SECONDS)) ? null : at;
    }

    @Override
    public @Nullable Instant nextAfter(Instant t) {
        return at.isAfter(t) && at.isBefore(t.plusSeconds(HORIZON_SECONDS)) ? at : null;
    }
}
