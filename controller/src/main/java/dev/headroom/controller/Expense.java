package dev.headroom.controller;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What a workload has cost since the day began: replicas alive × price × time, from turn to turn. */
final class Expense {

    /** Of a longer gap nobody knows how many replicas there were. */
    private static final Duration LONGEST_GAP = Duration.ofMinutes(10);

    private final double hourly;
    private final ZoneId zone;
    private @Nullable Instant last;
    private int alive;
    private double today;

    /** @param hourly price of a replica for an hour; 0 when unknown */
    Expense(double hourly, ZoneId zone) {
        this.hourly = hourly;
        this.zone = zone;
    }

    /** One like it that has seen nothing. */
    Expense fresh() {
        return new Expense(hourly, zone);
    }

    synchronized void take(int replicas, Instant now) {
        Instant before = last;
        if (before != null && now.isAfter(before)) {
            Instant day = LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
            boolean begun = before.isBefore(day);
            Duration span = Duration.between(begun ? day : before, now);
            today = begun ? 0 : today;
            if (span.compareTo(LONGEST_GAP) <= 0) {
                today += alive * hourly * span.toMillis() / 3_600_000.0;
            }
        }
        last = now;
        alive = replicas;
    }

    synchronized double perHour() {
        return hourly > 0 ? alive * hourly : Double.NaN;
    }

    synchronized double today() {
        return hourly > 0 ? today : Double.NaN;
    }

    /** Adds what was spent of the day that holds an instant, before this one began. */
    synchronized void add(double spent, Instant at) {
        Instant before = last;
        if (before == null || LocalDate.ofInstant(before, zone).equals(LocalDate.ofInstant(at, zone))) {
            today += spent;
        }
    }
}
