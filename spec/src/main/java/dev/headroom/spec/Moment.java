package dev.headroom.spec;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A point in time as written: a local date or time, or one with an offset. Exactly one of the two is set.
 *
 * @param local without an offset; its zone is said elsewhere
 * @param instant with an offset
 */
record Moment(@Nullable LocalDateTime local, @Nullable Instant instant) {

    static final Scalar<Moment> FORM = new MomentForm();

    static Moment at(Instant i) {
        return new Moment(null, i);
    }

    /** The instant in a zone; a local time skipped by the spring change is the instant the clocks jump to. */
    Instant in(ZoneId zone) {
        if (instant != null) {
            return instant;
        }
        if (local == null) {
            throw new IllegalStateException("neither local nor instant");
        }
        return LocalTimes.instant(local, zone);
    }

    @Override
    public String toString() {
        return instant != null ? instant.toString() : String.valueOf(local);
    }

    private static final class MomentForm extends Scalar<Moment> {
        MomentForm() {
            super("date and time", "a date and time", "2026-11-27T20:00 or 2026-11-27T20:00+09:00");
        }

        @Override
        Moment parse(String text) throws Unfit {
            String t = text.replace(' ', 'T');
            try {
                if (t.matches("\\d{4}-\\d{2}-\\d{2}")) {
                    return new Moment(LocalDate.parse(t).atStartOfDay(), null);
                }
                if (t.matches(".*(Z|[+-]\\d{2}:\\d{2})")) {
                    return at(OffsetDateTime.parse(t).toInstant());
                }
                return new Moment(LocalDateTime.parse(t), null);
            } catch (DateTimeParseException e) {
                boolean shaped = t.matches("\\d{4}-\\d{2}-\\d{2}(T.*)?");
                throw new Unfit(
                        "'" + text + "' is not " + (shaped ? "a date and time that exists" : noun()),
                        "write it like " + examples());
            }
        }

        @Override
        Object format(Moment value) {
            return value.toString();
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return pattern("^\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?)?$");
        }
    }
}
