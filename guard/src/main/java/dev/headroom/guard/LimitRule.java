package dev.headroom.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * One rate limit.
 *
 * @param name of the limit, for headers, metrics and shared keys
 * @param kind how it counts
 * @param amount cost allowed per period: requests, or whatever a request's weight is in
 * @param period the time it is for
 * @param burst size of the bucket of a {@link Kind#BUCKET}: cost that may come at once
 * @param zone whose calendar day a {@link Kind#WINDOW} of a day is
 */
public record LimitRule(String name, Kind kind, long amount, Duration period, long burst, ZoneId zone) {

    /** How a limit counts. */
    public enum Kind {
        /** A bucket that fills steadily, {@code amount} per period, to {@code burst}. */
        BUCKET,
        /** Windows of fixed length, whole periods since 1970 in UTC, or calendar days of the zone. */
        WINDOW,
        /** Never more than {@code amount} within any {@code period}; its past is known to a 60th of the period. */
        SLIDING
    }

    private static final Duration DAY = Duration.ofDays(1);

    public LimitRule {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a limit");
        }
        if (amount < 1 || amount > 1_000_000_000_000L || burst < 1 || burst > 1_000_000_000_000L) {
            throw new IllegalArgumentException("amount and burst of limit '" + name + "' lie between 1 and 1e12");
        }
        if (period.compareTo(Duration.ofMillis(100)) < 0 || period.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("the period of limit '" + name + "' lies between 100 ms and 366 days");
        }
    }

    /** A bucket that fills by {@code amount} per period and holds {@code burst}. */
    public static LimitRule bucket(String name, long amount, Duration period, long burst) {
        return new LimitRule(name, Kind.BUCKET, amount, period, burst, ZoneId.of("UTC"));
    }

    /** So much per window of fixed length, or per calendar day. */
    public static LimitRule window(String name, long amount, Duration period, ZoneId zone) {
        return new LimitRule(name, Kind.WINDOW, amount, period, amount, zone);
    }

    /** Never more than so much within any such time. */
    public static LimitRule sliding(String name, long amount, Duration period) {
        return new LimitRule(name, Kind.SLIDING, amount, period, amount, ZoneId.of("UTC"));
    }

    /** Cost that can be allowed at once at most: what weighs more never passes. */
    public long most() {
        return kind == Kind.BUCKET ? burst : amount;
    }

    /** When the window of a {@link Kind#WINDOW} that holds this moment began. */
    public Instant windowStart(Instant now) {
        if (period.equals(DAY)) {
            return now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        }
        long millis = period.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), millis) * millis);
    }

    /** When that window ends: a day with a clock change has 23 or 25 hours. */
    public Instant windowEnd(Instant now) {
        if (period.equals(DAY)) {
            LocalDate day = now.atZone(zone).toLocalDate();
            return day.plusDays(1).atStartOfDay(zone).toInstant();
        }
        return windowStart(now).plus(period);
    }
}
