package dev.headroom.spec;

import dev.headroom.engine.model.Recurrence;
import dev.headroom.engine.policy.Scheduled;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One entry of a schedule; the policy is a list of them. */
final class SchedulePolicy extends Table<Scheduled.Entry> {

    static final Form<Scheduled> FORM =
            new Mapped<>(ListForm.orOne(new SchedulePolicy()), Scheduled::new, Scheduled::entries);

    private final Key<Scheduled.Entry, String> name =
            optional("name", Values.TEXT, "How explanations call it.", "its cron or date", Scheduled.Entry::name);
    private final When<Scheduled.Entry> when = new When<>(this, Scheduled.Entry::start);
    private final Key<Scheduled.Entry, Duration> lead = fallback(
            "lead", Values.DURATION, "How long before that it takes effect.", Duration.ZERO, Scheduled.Entry::lead);
    private final Key<Scheduled.Entry, Duration> length = optional(
            "for",
            Values.DURATION,
            "How long it holds.",
            "until the next entry without 'for' begins",
            Scheduled.Entry::length);
    private final Key<Scheduled.Entry, Moment> from =
            optional("from", Moment.FORM, "Not before.", "always", e -> e.from() == null ? null : Moment.at(e.from()));
    private final Key<Scheduled.Entry, Moment> to =
            optional("to", Moment.FORM, "Not at or after.", "always", e -> e.to() == null ? null : Moment.at(e.to()));
    private final Key<Scheduled.Entry, Integer> min = optional(
            "min", Values.count(0), "Least replicas while it holds.", "none", e -> e.min() < 0 ? null : e.min());
    private final Key<Scheduled.Entry, Integer> max = optional(
            "max", Values.count(0), "Most replicas while it holds.", "none", e -> e.max() < 0 ? null : e.max());
    private final Key<Scheduled.Entry, Integer> desired = optional(
            "desired",
            Values.count(0),
            "Replicas to have while it holds, as a floor.",
            "none",
            e -> e.desired() < 0 ? null : e.desired());

    private SchedulePolicy() {
        super("schedule-entry", "Bounds or a size by the calendar. Of overlapping entries the highest floor wins.");
    }

    @Override
    Scheduled.@Nullable Entry build(Fields f) {
        Recurrence start = when.build(f);
        Integer least = f.find(min);
        Integer most = f.find(max);
        if (least == null && most == null && !f.has(desired)) {
            f.table().errorAtName("the entry sets nothing", "add min, max or desired");
        }
        if (least != null && most != null && least > most) {
            f.at(min).error("min " + least + " is more than max " + most, "raise max or lower min");
        }
        if (most != null && f.has(desired) && f.get(desired) > most) {
            f.at(desired)
                    .error("desired " + f.get(desired) + " is more than max " + most, "raise max or lower desired");
        }
        Duration held = f.find(length);
        if (held != null && held.isZero()) {
            f.at(length).error("an entry of 0 never holds", "write a duration such as 2h");
        }
        Moment since = f.find(from);
        Moment until = f.find(to);
        Instant begin = since == null ? null : since.in(when.zone(f));
        Instant end = until == null ? null : until.in(when.zone(f));
        if (begin != null && end != null && !begin.isBefore(end)) {
            f.at(to).error("'to' is not after 'from'", "swap the two");
        }
        String called = f.find(name);
        Integer size = f.find(desired);
        return start == null
                ? null
                : new Scheduled.Entry(
                        called == null ? start.text() : called,
                        start,
                        f.get(lead),
                        held,
                        begin,
                        end,
                        least == null ? -1 : least,
                        most == null ? -1 : most,
                        size == null ? -1 : size);
    }
}
