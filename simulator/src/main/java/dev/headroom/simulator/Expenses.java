package dev.headroom.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** What a tier costs those that share its budget: its replicas at the price that guardrails reckon with. */
final class Expenses {
    private static final double HOUR = 3600;

    private final double hourly;
    private double rate;
    private double total;
    private double beforeToday;
    private double beforeMonth;
    private long dayEnds = Long.MIN_VALUE;
    private long monthEnds = Long.MIN_VALUE;

    /** @param hourly price of a replica; NaN when unknown, and it then costs nothing */
    Expenses(double hourly) {
        this.hourly = Double.isNaN(hourly) ? 0 : hourly;
    }

    /** Brings it up to a time; what was spent around a midnight between two looks is divided by the time. */
    void look(ReplicaPool pool, long epochMillis, ZoneId zone) {
        rate = pool.desired() * hourly;
        total = pool.aliveSeconds() / HOUR * hourly;
        if (epochMillis < dayEnds) {
            return;
        }
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), zone);
        if (dayEnds > Long.MIN_VALUE) {
            beforeToday = total - since(millis(day, zone), epochMillis);
        }
        if (epochMillis >= monthEnds) {
            LocalDate month = day.withDayOfMonth(1);
            if (monthEnds > Long.MIN_VALUE) {
                beforeMonth = total - since(millis(month, zone), epochMillis);
            }
            monthEnds = millis(month.plusMonths(1), zone);
        }
        dayEnds = millis(day.plusDays(1), zone);
    }

    private double since(long from, long now) {
        return rate * (now - from) / 1000 / HOUR;
    }

    private static long millis(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    double hourlyRate() {
        return rate;
    }

    double today() {
        return total - beforeToday;
    }

    double month() {
        return total - beforeMonth;
    }
}
