package dev.headroom.interop;

import dev.headroom.engine.model.Recurrence;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.Scheduled.Entry;
import dev.headroom.spec.CronRecurrence;
import dev.headroom.spec.DateRecurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Schedule entries as times that other systems understand: five cron fields in a zone, or a single date. */
final class Crons {

    /**
     * A change of bounds at a time.
     *
     * @param name of the entry, unique among its changes
     * @param cron five fields; empty for a single date
     * @param at the single date; the epoch for a cron
     * @param zone of the cron
     * @param min least replicas from then on; −1 for the workload's own
     * @param max most replicas from then on; −1 for the workload's own
     */
    record Change(String name, String cron, Instant at, ZoneId zone, int min, int max) {}

    private Crons() {}

    /** The cron of an entry's begin, if it is one. */
    static Optional<CronRecurrence> cron(Entry e) {
        return e.start() instanceof CronRecurrence c ? Optional.of(c) : Optional.empty();
    }

    /** The single date of an entry's begin; empty when it recurs. */
    static Optional<Instant> date(Recurrence r) {
        return r instanceof DateRecurrence d ? Optional.of(d.at()) : Optional.empty();
    }

    /**
     * A schedule as changes in order: each entry's begin, moved by its lead, and its end where it has a length. What cannot be
     * moved along five cron fields (a begin with lists, steps or days of its own) is not among them.
     */
    static List<Change> changes(Scheduled schedule, ZoneId zone) {
        List<Change> out = new ArrayList<>();
        for (Entry e : schedule.entries()) {
            int min = Math.max(e.min(), e.desired());
            Optional<CronRecurrence> cron = cron(e);
            if (cron.isPresent()) {
                String begin = moved(cron.get().text(), e.lead().negated());
                if (begin.isEmpty()) {
                    continue;
                }
                out.add(new Change(e.name(), begin, Instant.EPOCH, cron.get().zone(), min, e.max()));
                Duration length = e.length();
                String end = length == null ? "" : moved(cron.get().text(), length);
                if (!end.isEmpty()) {
                    Instant example = cron.get().nextAfter(EXAMPLE);
                    int floor = example == null ? -1 : floor(schedule, e, example.plus(length));
                    out.add(new Change(
                            e.name() + " ends", end, Instant.EPOCH, cron.get().zone(), floor, -1));
                }
            } else {
                date(e.start()).ifPresent(at -> {
                    out.add(new Change(e.name(), "", at.minus(e.lead()), zone, min, e.max()));
                    Duration length = e.length();
                    if (length != null) {
                        int floor = floor(schedule, e, at.plus(length));
                        out.add(new Change(e.name() + " ends", "", at.plus(length), zone, floor, -1));
                    }
                });
            }
        }
        return out;
    }

    /** A day in no week of clock changes, at which recurring entries are compared. */
    private static final Instant EXAMPLE = Instant.parse("2026-01-12T00:00:00Z");

    /** The floor that the other entries of a schedule hold at a time; −1 for none. */
    private static int floor(Scheduled schedule, Entry but, Instant at) {
        int highest = -1;
        @Nullable Entry last = null;
        @Nullable Instant lastBegan = null;
        for (Entry e : schedule.entries()) {
            Instant began = e.start().lastAtOrBefore(at.plus(e.lead()));
            if (e.equals(but) || began == null) {
                continue;
            }
            Duration length = e.length();
            if (length != null && began.plus(length).isAfter(at)) {
                highest = Math.max(highest, Math.max(e.min(), e.desired()));
            } else if (length == null && (lastBegan == null || began.isAfter(lastBegan))) {
                last = e;
                lastBegan = began;
            }
        }
        return last == null ? highest : Math.max(highest, Math.max(last.min(), last.desired()));
    }

    /**
     * Where entries overlap so that a change lowers a floor that an earlier entry still holds: in a spec the highest floor of
     * overlapping entries wins, and in systems of single changes the last one.
     *
     * @return a text for each, such as {@code night during sale}
     */
    static List<String> overlaps(Scheduled schedule) {
        List<String> out = new ArrayList<>();
        for (Entry e : schedule.entries()) {
            Duration length = e.length();
            Instant began = date(e.start()).orElseGet(() -> e.start().nextAfter(EXAMPLE));
            if (length == null || began == null) {
                continue;
            }
            for (Entry other : schedule.entries()) {
                Instant next = other.start().nextAfter(began);
                boolean lower = Math.max(other.min(), other.desired()) < Math.max(e.min(), e.desired());
                if (lower && next != null && next.minus(other.lead()).isBefore(began.plus(length))) {
                    out.add(other.name() + " during " + e.name());
                }
            }
        }
        return out.stream().distinct().toList();
    }

    /**
     * A cron moved by a time; empty where five fields cannot say it. Minutes and hours must be plain numbers to be moved;
     * across midnight the day of the week is moved too, and the day of the month must be free.
     */
    static String moved(String cron, Duration by) {
        String[] f = cron.strip().split("\\s+", -1);
        long shift = by.toMinutes();
        if (shift == 0) {
            return String.join(" ", f);
        }
        if (!by.equals(Duration.ofMinutes(shift)) || !f[0].matches("\\d+") || !f[1].matches("\\d+")) {
            return "";
        }
        long minute = Integer.parseInt(f[1]) * 60L + Integer.parseInt(f[0]) + shift;
        long days = Math.floorDiv(minute, 24 * 60L);
        long rest = Math.floorMod(minute, 24 * 60L);
        f[0] = Long.toString(rest % 60);
        f[1] = Long.toString(rest / 60);
        if (days != 0) {
            if (!f[2].equals("*") || !f[3].equals("*")) {
                return "";
            }
            f[4] = weekdays(f[4], days);
        }
        return f[4].isEmpty() ? "" : String.join(" ", f);
    }

    private static final List<String> NAMES = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /** Days of the week moved along; empty where they are not a plain day, a range or a list of those. */
    private static String weekdays(String field, long by) {
        if (field.equals("*")) {
            return field;
        }
        List<String> parts = new ArrayList<>();
        for (String part : field.split(",", -1)) {
            List<String> ends = new ArrayList<>();
            for (String end : part.split("-", -1)) {
                int day = end.matches("[0-7]")
                        ? Integer.parseInt(end) % 7
                        : NAMES.indexOf(end.toUpperCase(java.util.Locale.ROOT));
                if (day < 0) {
                    return "";
                }
                ends.add(NAMES.get((int) Math.floorMod(day + by, 7L)));
            }
            if (ends.size() > 2 || (ends.size() == 2 && NAMES.indexOf(ends.get(0)) > NAMES.indexOf(ends.get(1)))) {
                return "";
            }
            parts.add(String.join("-", ends));
        }
        return String.join(",", parts);
    }

    /** A single date as five cron fields in a zone: it recurs every year, which the reader must be told. */
    static String yearly(Instant at, ZoneId zone) {
        ZonedDateTime t = at.atZone(zone).truncatedTo(ChronoUnit.MINUTES);
        return t.getMinute() + " " + t.getHour() + " " + t.getDayOfMonth() + " " + t.getMonthValue() + " *";
    }
}
