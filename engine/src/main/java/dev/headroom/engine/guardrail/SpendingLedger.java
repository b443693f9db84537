package dev.headroom.engine.guardrail;

import dev.headroom.engine.guardrail.GuardrailMemory.Ledger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Integrates what a workload's replicas cost over the calendar days and months of a zone. */
final class SpendingLedger {
    private SpendingLedger() {}

    /**
     * The ledger at the time of the decision. The calendar is consulted only when a day has ended; of a span that crosses
     * an end, only the part after it counts for the new day or month.
     */
    static Ledger advance(Ledger l, Draft d, double price, ZoneId zone) {
        double perMilli = d.s.fleet().alive() * price / Draft.HOUR;
        if (d.now < l.dayEndsMillis()) {
            if (perMilli == 0 || d.elapsed == 0) {
                return l;
            }
            double cost = perMilli * d.elapsed;
            return new Ledger(
                    l.dayEndsMillis(),
                    l.monthEndsMillis(),
                    l.today() + cost,
                    l.month() + cost,
                    l.toldHourly(),
                    l.toldDaily(),
                    l.toldMonthly());
        }
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(d.now), zone);
        LocalDate month = day.withDayOfMonth(1);
        boolean sameMonth = d.now < l.monthEndsMillis();
        double today = perMilli * Math.min(d.elapsed, d.now - millis(day, zone));
        double inMonth = sameMonth
                ? l.month() + perMilli * d.elapsed
                : perMilli * Math.min(d.elapsed, d.now - millis(month, zone));
        return new Ledger(
                millis(day.plusDays(1), zone),
                millis(month.plusMonths(1), zone),
                today,
                inMonth,
                l.toldHourly(),
                0,
                sameMonth ? l.toldMonthly() : 0);
    }

    private static long millis(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
