package dev.headroom.forecast.analysis;

import dev.headroom.forecast.analysis.Event.Recurrence;
import dev.headroom.forecast.analysis.Event.Recurrence.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which events come again: at the same hour, give or take one, of the same weekday in half of the weeks since the
 * first; of the same day of the month (give or take one) in half of the months; of the same day of the quarter (give or take
 * two) in half of the quarters. Two weeks, three months or three quarters in which it came are the least.
 */
final class Recurrences {
    private static final int LEAST_WEEKS = 2;
    private static final int LEAST_MONTHS = 3;
    private static final int HOURS = 1;
    private static final int MINUTES_OF_DAY = 1440;

    private final List<LocalDateTime> peaks = new ArrayList<>();
    private final LocalDateTime end;

    private Recurrences(List<Event> events, ZoneId zone, Instant end) {
        for (Event e : events) {
            peaks.add(LocalDateTime.ofInstant(e.start(), zone));
        }
        this.end = LocalDateTime.ofInstant(end, zone);
    }

    /**
     * The events, those that come again with when.
     *
     * @param end of the history
     */
    static List<Event> marked(List<Event> events, ZoneId zone, Instant end) {
        Recurrences r = new Recurrences(events, zone, end);
        List<Event> out = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            out.add(events.get(i).recurring(r.of(r.peaks.get(i))));
        }
        return out;
    }

    private @Nullable Recurrence of(LocalDateTime t) {
        Recurrence weekly = weekly(t);
        if (weekly != null) {
            return weekly;
        }
        Recurrence monthly = monthly(t);
        return monthly != null ? monthly : quarterly(t);
    }

    private static boolean sameHour(LocalDateTime a, LocalDateTime b) {
        int apart = Math.abs(a.getHour() * 60 + a.getMinute() - b.getHour() * 60 - b.getMinute());
        return Math.min(apart, MINUTES_OF_DAY - apart) <= HOURS * 60;
    }

    private @Nullable Recurrence weekly(LocalDateTime t) {
        Set<Long> weeks = new HashSet<>();
        LocalDateTime first = t;
        for (LocalDateTime p : peaks) {
            long minutes = Math.abs(Duration.between(p, t).toMinutes());
            long off = minutes % (7 * MINUTES_OF_DAY);
            if (Math.min(off, 7 * MINUTES_OF_DAY - off) <= HOURS * 60) {
                weeks.add(Math.round(Duration.between(t, p).toMinutes() / (7.0 * MINUTES_OF_DAY)));
                first = p.isBefore(first) ? p : first;
            }
        }
        int of = (int) ChronoUnit.WEEKS.between(first, end) + 1;
        String day = t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT);
        return found(Period.WEEKLY, day + " " + t.toLocalTime(), weeks.size(), of, LEAST_WEEKS, "weeks");
    }

    private @Nullable Recurrence monthly(LocalDateTime t) {
        Set<Long> months = new HashSet<>();
        LocalDateTime first = t;
        for (LocalDateTime p : peaks) {
            long apart = Math.round(ChronoUnit.DAYS.between(t, p) / 30.44);
            long off = Math.abs(ChronoUnit.DAYS.between(t.toLocalDate().plusMonths(apart), p.toLocalDate()));
            if (off <= 1 && sameHour(p, t)) {
                months.add(apart);
                first = p.isBefore(first) ? p : first;
            }
        }
        int of = (int) ChronoUnit.MONTHS.between(first, end) + 1;
        return found(
                Period.MONTHLY,
                "day " + t.getDayOfMonth() + " " + t.toLocalTime(),
                months.size(),
                of,
                LEAST_MONTHS,
                "months");
    }

    private @Nullable Recurrence quarterly(LocalDateTime t) {
        Set<Long> quarters = new HashSet<>();
        LocalDateTime first = t;
        long day = t.get(IsoFields.DAY_OF_QUARTER);
        for (LocalDateTime p : peaks) {
            if (Math.abs(p.get(IsoFields.DAY_OF_QUARTER) - day) <= 2 && sameHour(p, t)) {
                quarters.add(p.getYear() * 4L + p.get(IsoFields.QUARTER_OF_YEAR));
                first = p.isBefore(first) ? p : first;
            }
        }
        int of = (int) ChronoUnit.MONTHS.between(first, end) / 3 + 1;
        return found(
                Period.QUARTERLY,
                "day " + day + " of the quarter " + t.toLocalTime(),
                quarters.size(),
                of,
                LEAST_MONTHS,
                "quarters");
    }

    private static @Nullable Recurrence found(Period every, String when, int seen, int of, int least, String unit) {
        return seen >= least && 2 * seen >= of
                ? new Recurrence(
                        every, when + ", " + seen + " of " + Math.max(seen, of) + " " + unit, seen, Math.max(seen, of))
                : null;
    }
}
