package dev.headroom.spec;

import dev.headroom.spec.ShapeSpec.Amount;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes that have a begin: events on a date, hours of the day. */
final class EventTables {

    private EventTables() {}

    /** Decay times after which nothing is left of a flash crowd that could be seen: 0.7 %. */
    private static final int SEEN_DECAYS = 5;

    private static final String LEVEL =
            "A rate comes on top of nothing; a percentage is of what is there, 100% being no change.";

    private static Instant instant(Fields f, Key<?, Moment> key) {
        return f.get(key).in(f.reading().zone());
    }

    /** Warns of an event that is never seen: from its begin until nothing is left of it, the traffic has not begun or is over. */
    private static void seen(Fields f, Key<?, Moment> key, Instant begin, Instant end) {
        Cursor place = f.at(key);
        f.reading().whenSound(() -> {
            if (f.reading().isOutside(begin, end)) {
                place.warnAtName(
                        begin + " is not within the traffic",
                        "it has " + f.reading().span());
            }
        });
    }

    static final class Flash extends Table<ShapeSpec.Flash> {
        private final Key<ShapeSpec.Flash, Moment> at =
                required("at", Moment.FORM, "When the rise begins.", s -> Moment.at(s.at()));
        private final Key<ShapeSpec.Flash, Amount> height =
                required("height", TrafficValues.AMOUNT, "The level at the peak. " + LEVEL, ShapeSpec.Flash::height);
        private final Key<ShapeSpec.Flash, Duration> rise = fallback(
                "rise", Values.DURATION, "From the begin to the peak.", Duration.ofMinutes(2), ShapeSpec.Flash::rise);
        private final Key<ShapeSpec.Flash, Duration> decay = fallback(
                "decay",
                Values.DURATION,
                "After this time 37% (1/e) of what came on top is left.",
                Duration.ofMinutes(30),
                ShapeSpec.Flash::decay);

        Flash() {
            super("shape-flash", "A flash crowd: a sharp rise, then an exponential decay.");
        }

        @Override
        ShapeSpec.Flash build(Fields f) {
            Instant begin = instant(f, at);
            seen(f, at, begin, begin.plus(f.get(rise)).plus(f.get(decay).multipliedBy(SEEN_DECAYS)));
            return new ShapeSpec.Flash(begin, f.get(height), f.get(rise), f.get(decay));
        }
    }

    static final class Step extends Table<ShapeSpec.Step> {
        private final Key<ShapeSpec.Step, Moment> at =
                required("at", Moment.FORM, "When it begins.", s -> Moment.at(s.at()));
        private final Key<ShapeSpec.Step, Amount> to =
                required("to", TrafficValues.AMOUNT, "The level it comes to. " + LEVEL, ShapeSpec.Step::to);
        private final Key<ShapeSpec.Step, Duration> span =
                optional("for", Values.DURATION, "How long it lasts.", "to the end", ShapeSpec.Step::span);
        private final Key<ShapeSpec.Step, Duration> edge = fallback(
                "edge",
                Values.DURATION,
                "Time from one level to the other, part of the whole.",
                Duration.ZERO,
                ShapeSpec.Step::edge);

        Step() {
            super("shape-step", "A change of level, and back if it has an end.");
        }

        @Override
        ShapeSpec.Step build(Fields f) {
            Duration whole = f.find(span);
            if (whole != null && f.get(edge).multipliedBy(2).compareTo(whole) > 0) {
                f.at(edge).error("both edges together are longer than the step", "write at most half of 'for'");
            }
            Instant begin = instant(f, at);
            seen(f, at, begin, whole == null ? Instant.MAX : begin.plus(whole));
            return new ShapeSpec.Step(begin, whole, f.get(to), f.get(edge));
        }
    }

    static final class Ramp extends Table<ShapeSpec.Ramp> {
        private final Key<ShapeSpec.Ramp, Moment> from =
                required("from", Moment.FORM, "When it begins.", s -> Moment.at(s.from()));
        private final Key<ShapeSpec.Ramp, Moment> until =
                required("until", Moment.FORM, "When it has come to the level.", s -> Moment.at(s.until()));
        private final Key<ShapeSpec.Ramp, Amount> to =
                required("to", TrafficValues.AMOUNT, "The level it comes to. " + LEVEL, ShapeSpec.Ramp::to);

        Ramp() {
            super("shape-ramp", "A straight change of level, which then stays.");
        }

        @Override
        ShapeSpec.@Nullable Ramp build(Fields f) {
            Instant begin = instant(f, from);
            Instant end = f.get(until).in(f.reading().zone());
            if (end.isBefore(begin)) {
                f.at(until).error(end + " is before the begin, " + begin, "write a later time");
                return null;
            }
            seen(f, from, begin, Instant.MAX);
            return new ShapeSpec.Ramp(begin, end, f.get(to));
        }
    }

    static final class PrimeTime extends Table<ShapeSpec.PrimeTime> {
        private final Key<ShapeSpec.PrimeTime, List<DayOfWeek>> days = fallback(
                "days",
                ListForm.orOne(TrafficValues.DAY),
                "Days on which it begins.",
                TrafficValues.EVERY_DAY,
                s -> List.copyOf(EnumSet.copyOf(s.days())));
        private final Key<ShapeSpec.PrimeTime, LocalTime> from =
                required("from", TrafficValues.TIME, "Begin, by the clock on the wall.", ShapeSpec.PrimeTime::from);
        private final Key<ShapeSpec.PrimeTime, LocalTime> to = required(
                "to", TrafficValues.TIME, "End; after midnight if not later than 'from'.", ShapeSpec.PrimeTime::to);
        private final Key<ShapeSpec.PrimeTime, Amount> level =
                required("level", TrafficValues.AMOUNT, "The level within. " + LEVEL, ShapeSpec.PrimeTime::level);
        private final Key<ShapeSpec.PrimeTime, Duration> edge = fallback(
                "edge",
                Values.DURATION,
                "Time from one level to the other, part of the whole.",
                Duration.ZERO,
                ShapeSpec.PrimeTime::edge);

        PrimeTime() {
            super("shape-prime-time", "Hours of the day that differ.");
        }

        @Override
        ShapeSpec.@Nullable PrimeTime build(Fields f) {
            List<DayOfWeek> on = f.get(days);
            if (on.isEmpty()) {
                f.at(days).errorAtName("no day is named", "name some, or leave the key out for every day");
                return null;
            }
            return new ShapeSpec.PrimeTime(EnumSet.copyOf(on), f.get(from), f.get(to), f.get(level), f.get(edge));
        }
    }
}
