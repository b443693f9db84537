package dev.headroom.spec;

import dev.headroom.engine.model.Recurrence;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys of everything that happens by the calendar: {@code cron} or {@code at}, and {@code timezone}. */
final class When<T> {

    private final Key<T, String> cron;
    private final Key<T, Moment> at;
    private final Key<T, ZoneId> zone;

    When(Table<T> table, Function<T, Recurrence> of) {
        cron = table.optional(
                "cron",
                CronForm.INSTANCE,
                "When it begins, again and again: minute hour day month weekday.",
                "or at",
                t -> of.apply(t) instanceof CronRecurrence c ? c.text() : null);
        at = table.optional(
                "at",
                Moment.FORM,
                "When it begins, once.",
                "or cron",
                t -> of.apply(t) instanceof DateRecurrence d ? Moment.at(d.at()) : null);
        zone = table.add(new Key<>(
                "timezone",
                Values.ZONE,
                "Zone of cron, and of dates without an offset.",
                false,
                null,
                "the spec's",
                (t, w) -> of.apply(t) instanceof CronRecurrence c && !c.zone().equals(w.zone()) ? c.zone() : null));
    }

    /** The recurrence; null after reporting why there is none. */
    @Nullable
    Recurrence build(Fields f) {
        String c = f.find(cron);
        Moment m = f.find(at);
        if ((c == null) == (m == null)) {
            f.table()
                    .errorAtName(
                            c == null ? "neither 'cron' nor 'at' is given" : "both 'cron' and 'at' are given",
                            "write one of them");
            return null;
        }
        if (m != null) {
            return new DateRecurrence(m.in(zone(f)));
        }
        try {
            return CronRecurrence.parse(String.valueOf(c), zone(f));
        } catch (Unfit e) {
            f.at(cron).error(e.message(), e.mend());
            return null;
        }
    }

    /** The zone that applies. */
    ZoneId zone(Fields f) {
        ZoneId own = f.find(zone);
        return own != null ? own : f.reading().zone();
    }

    /** A cron expression, judged where its zone is known. */
    private static final class CronForm extends Scalar<String> {
        static final CronForm INSTANCE = new CronForm();

        CronForm() {
            super("cron expression", "a cron expression", "30 17 * * *");
        }

        @Override
        String parse(String text) {
            return text;
        }

        @Override
        Object format(String value) {
            return value;
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("type", "string");
        }
    }
}
