package dev.headroom.spec;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.headroom.engine.model.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Unix cron expression of five fields in a time zone. Occurrences are computed on the local time line and then mapped to
 * instants: a local time in the spring gap occurs at the instant the clocks jump to, a repeated one once, the first time.
 * Day of month and day of week, when both are restricted, are alternatives, as in Unix cron.
 */
public final class CronRecurrence implements Recurrence {

    private static final Duration HORIZON = Duration.ofDays(5 * 366);
    private static final List<String> FIELDS =
            List.of("minute", "hour", "day of the month", "month", "day of the week");
    private static final List<String> RANGES = List.of("0-59", "0-23", "1-31", "1-12 or JAN-DEC", "0-7 or SUN-SAT");
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final String text;
    private final ZoneId zone;
    private final ExecutionTime times;

    private CronRecurrence(String text, ZoneId zone, ExecutionTime times) {
        this.text = text;
        this.zone = zone;
        this.times = times;
    }

    /**
     * A recurrence.
     *
     * @throws IllegalArgumentException if the text is not a cron expression of five fields, or never occurs
     */
    public static CronRecurrence of(String text, ZoneId zone) {
        try {
            return parse(text, zone);
        } catch (Unfit e) {
            throw new IllegalArgumentException(e.message() + "; " + e.mend(), e);
        }
    }

    static CronRecurrence parse(String text, ZoneId zone) throws Unfit {
        String normal = text.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        String[] fields = normal.split(" ", -1);
        if (fields.length != FIELDS.size()) {
            throw new Unfit(
                    "a cron expression has five fields, and '" + text + "' has " + fields.length,
                    fields.length == 6 && fields[0].equals("0")
                            ? "leave out the seconds: " + normal.substring(2)
                            : "write minute, hour, day of the month, month, day of the week, such as 30 17 * * *");
        }
        ExecutionTime times = times(normal);
        if (times == null) {
            throw invalid(text, fields);
        }
        CronRecurrence cron = new CronRecurrence(text.strip(), zone, times);
        // Five years from here hold a 29th of February.
        if (cron.nextAfter(Instant.parse("2023-03-01T00:00:00Z")) == null) {
            throw new Unfit(
                    "'" + text.strip() + "' never occurs: no such day exists", "choose a day that the month has");
        }
        return cron;
    }

    /** Says which field is wrong: the one that is not valid on its own. */
    private static Unfit invalid(String text, String[] fields) {
        for (int i = 0; i < fields.length; i++) {
            StringBuilder alone = new StringBuilder();
            for (int j = 0; j < fields.length; j++) {
                alone.append(j == 0 ? "" : " ").append(i == j ? fields[i] : "*");
            }
            if (times(alone.toString()) == null) {
                return new Unfit(
                        "the " + FIELDS.get(i) + " '" + fields[i] + "' of the cron expression is not valid",
                        "it is made of " + RANGES.get(i) + ", lists (1,2), ranges (1-5) and steps (*/5)");
            }
        }
        return new Unfit("'" + text + "' is not a cron expression", "write it like 30 17 * * *");
    }

    private static @Nullable ExecutionTime times(String text) {
        try {
            return ExecutionTime.forCron(PARSER.parse(text).validate());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String text() {
        return text;
    }

    /** The zone whose clocks count. */
    public ZoneId zone() {
        return zone;
    }

    @Override
    public @Nullable Instant lastAtOrBefore(Instant t) {
        // lastExecution looks strictly before, and cron knows whole minutes only.
        ZonedDateTime from = line(LocalTimes.wall(t, zone)).plusNanos(1);
        Optional<ZonedDateTime> last = times.lastExecution(from);
        return last.map(z -> LocalTimes.instant(z.toLocalDateTime(), zone))
                .filter(i -> Duration.between(i, t).compareTo(HORIZON) <= 0)
                .orElse(null);
    }

    @Override
    public @Nullable Instant nextAfter(Instant t) {
        ZonedDateTime from = line(LocalTimes.wall(t, zone));
        while (true) {
            Optional<ZonedDateTime> next = times.nextExecution(from);
            if (next.isEmpty() || Duration.between(from, next.get()).compareTo(HORIZON) > 0) {
                return null;
            }
            Instant at = LocalTimes.instant(next.get().toLocalDateTime(), zone);
            if (at.isAfter(t)) {
                return Duration.between(t, at).compareTo(HORIZON) <= 0 ? at : null;
            }
            from = next.get();
        }
    }

    /** A local time on a time line without changes. */
    private static ZonedDateTime line(LocalDateTime local) {
        return local.atZone(ZoneOffset.UTC);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CronRecurrence c && text.equals(c.text) && zone.equals(c.zone);
    }

    @Override
    public int hashCode() {
        return text.hashCode() * 31 + zone.hashCode();
    }

    @Override
    public String toString() {
        return text + " " + zone;
    }
}
