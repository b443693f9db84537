package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronRecurrenceTest {

    @ParameterizedTest(name = "{0} in {1} after {2}")
    @CsvSource({
        // ordinary days
        "30 17 * * *,   Asia/Tokyo,          2026-03-01T00:00:00Z, 2026-03-01T08:30:00Z",
        "30 17 * * *,   Asia/Tokyo,          2026-03-01T08:30:00Z, 2026-03-02T08:30:00Z",
        "0 9 * * MON,   Europe/Berlin,       2026-07-01T00:00:00Z, 2026-07-06T07:00:00Z",
        "0 9 * * 0,     Europe/Berlin,       2026-07-01T00:00:00Z, 2026-07-05T07:00:00Z",
        "0 9 * * 7,     Europe/Berlin,       2026-07-01T00:00:00Z, 2026-07-05T07:00:00Z",
        "*/15 * * * *,  UTC,                 2026-07-01T00:07:30Z, 2026-07-01T00:15:00Z",
        "0 0 29 2 *,    UTC,                 2025-01-01T00:00:00Z, 2028-02-29T00:00:00Z",
        // both days restricted: either will do
        "0 0 13 * FRI,  UTC,                 2026-07-11T00:00:00Z, 2026-07-13T00:00:00Z",
        // Berlin, 2026-03-29: 02:00 becomes 03:00, so 02:30 is the jump itself
        "30 2 * * *,    Europe/Berlin,       2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z",
        "30 2 * * *,    Europe/Berlin,       2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z",
        "0 3 * * *,     Europe/Berlin,       2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z",
        // Berlin, 2026-10-25: 03:00 becomes 02:00, and 02:30 counts the first time only
        "30 2 * * *,    Europe/Berlin,       2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
        "30 2 * * *,    Europe/Berlin,       2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
        "30 2 * * *,    Europe/Berlin,       2026-10-25T01:10:00Z, 2026-10-26T01:30:00Z",
        // New York, 2026-03-08 and 2026-11-01
        "15 2 * * *,    America/New_York,    2026-03-07T12:00:00Z, 2026-03-08T07:00:00Z",
        "30 1 * * *,    America/New_York,    2026-10-31T12:00:00Z, 2026-11-01T05:30:00Z",
        "30 1 * * *,    America/New_York,    2026-11-01T05:30:00Z, 2026-11-02T06:30:00Z",
        // Lord Howe moves by half an hour: 2026-10-04 02:00 becomes 02:30, 2026-04-05 02:00 becomes 01:30
        "15 2 * * *,    Australia/Lord_Howe, 2026-10-03T00:00:00Z, 2026-10-03T15:30:00Z",
        "45 1 * * *,    Australia/Lord_Howe, 2026-04-04T00:00:00Z, 2026-04-04T14:45:00Z",
        "45 1 * * *,    Australia/Lord_Howe, 2026-04-04T14:45:00Z, 2026-04-05T15:15:00Z",
    })
    void nextOccurrence(String cron, String zone, Instant after, Instant expected) {
        assertThat(CronRecurrence.of(cron, ZoneId.of(zone)).nextAfter(after)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} in {1} at {2}")
    @CsvSource({
        "30 17 * * *,   Asia/Tokyo,          2026-03-01T08:30:00Z, 2026-03-01T08:30:00Z",
        "30 17 * * *,   Asia/Tokyo,          2026-03-01T08:29:59Z, 2026-02-28T08:30:00Z",
        "30 2 * * *,    Europe/Berlin,       2026-03-29T00:59:59Z, 2026-03-28T01:30:00Z",
        "30 2 * * *,    Europe/Berlin,       2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z",
        "30 2 * * *,    Europe/Berlin,       2026-10-25T00:40:00Z, 2026-10-25T00:30:00Z",
        "30 2 * * *,    Europe/Berlin,       2026-10-25T01:10:00Z, 2026-10-25T00:30:00Z",
        "30 2 * * *,    Europe/Berlin,       2026-10-25T01:50:00Z, 2026-10-25T00:30:00Z",
        "* * * * *,     Europe/Berlin,       2026-10-25T01:30:00Z, 2026-10-25T00:59:00Z",
        "0 0 29 2 *,    UTC,                 2027-01-01T00:00:00Z, 2024-02-29T00:00:00Z",
    })
    void lastOccurrence(String cron, String zone, Instant at, Instant expected) {
        assertThat(CronRecurrence.of(cron, ZoneId.of(zone)).lastAtOrBefore(at)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0 0 30 2 *", "0 0 31 4 *", "0 0 31 2-2 *", "0 0 31 4 6 9 11"})
    void whatNeverOccursIsRefused(String cron) {
        assertThatThrownBy(() -> CronRecurrence.of(cron, ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsFoundBeyondFiveYears() {
        CronRecurrence leap = CronRecurrence.of("0 0 29 2 *", ZoneId.of("UTC"));
        assertThat(leap.nextAfter(Instant.parse("2096-03-01T00:00:00Z"))).isNull(); // 2100 has no 29th of February
        assertThat(leap.lastAtOrBefore(Instant.parse("2104-02-01T00:00:00Z"))).isNull();
    }

    @Test
    void aSingleDateOccursOnce() {
        Instant at = Instant.parse("2026-11-27T11:00:00Z");
        DateRecurrence date = new DateRecurrence(at);
        assertThat(date.nextAfter(at.minusSeconds(1))).isEqualTo(at);
        assertThat(date.nextAfter(at)).isNull();
        assertThat(date.lastAtOrBefore(at)).isEqualTo(at);
        assertThat(date.lastAtOrBefore(at.minusSeconds(1))).isNull();
    }

    /** Around changes of the clocks, the answers are those of a walk along the local time line, minute by minute. */
    @Property(tries = 60)
    void agreesWithAWalkAlongTheLocalTimeLine(
            @ForAll("crons") String cron,
            @ForAll("changes") String change,
            @ForAll @IntRange(min = -2880, max = 2880) int minutes) {
        ZoneId zone = ZoneId.of(change.split(" ", -1)[0]);
        Instant t = Instant.parse(change.split(" ", -1)[1]).plus(Duration.ofMinutes(minutes));
        CronRecurrence recurrence = CronRecurrence.of(cron, zone);
        Instant next = null;
        Instant last = null;
        LocalDateTime local = LocalDateTime.ofInstant(t.minus(Duration.ofDays(3)), zone)
                .withSecond(0)
                .withNano(0);
        for (int i = 0; i < 6 * 1440; i++, local = local.plusMinutes(1)) {
            if (matches(cron, local)) {
                Instant at = LocalTimes.instant(local, zone);
                if (at.isAfter(t) && next == null) {
                    next = at;
                }
                if (!at.isAfter(t)) {
                    last = at;
                }
            }
        }
        assertThat(recurrence.nextAfter(t)).isEqualTo(next);
        assertThat(recurrence.lastAtOrBefore(t)).isEqualTo(last);
    }

    @Provide
    Arbitrary<String> crons() {
        return Arbitraries.of(
                "30 2 * * *", "0 * * * *", "*/10 1-3 * * *", "5,35 0-4 * * *", "* 2 * * *", "59 23 * * *");
    }

    @Provide
    Arbitrary<String> changes() {
        return Arbitraries.of(
                "Europe/Berlin 2026-03-29T01:00:00Z",
                "Europe/Berlin 2026-10-25T01:00:00Z",
                "America/New_York 2026-03-08T07:00:00Z",
                "America/New_York 2026-11-01T06:00:00Z",
                "Asia/Tokyo 2026-05-01T00:00:00Z",
                "Australia/Lord_Howe 2026-10-03T15:30:00Z",
                "Australia/Lord_Howe 2026-04-04T15:00:00Z");
    }

    /** The minute and hour fields of the expressions above, read by hand. */
    private static boolean matches(String cron, LocalDateTime t) {
        String[] fields = cron.split(" ", -1);
        return matches(fields[0], t.getMinute()) && matches(fields[1], t.getHour());
    }

    private static boolean matches(String field, int value) {
        if (field.equals("*")) {
            return true;
        }
        if (field.startsWith("*/")) {
            return value % Integer.parseInt(field.substring(2)) == 0;
        }
        for (String part : field.split(",", -1)) {
            String[] range = part.split("-", -1);
            int low = Integer.parseInt(range[0]);
            if (value >= low && value <= (range.length == 1 ? low : Integer.parseInt(range[1]))) {
                return true;
            }
        }
        return false;
    }
}
