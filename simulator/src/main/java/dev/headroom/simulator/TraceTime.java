package dev.headroom.simulator;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as traces write them. */
final class TraceTime {
    private static final double EPOCH_MILLIS_FROM = 1e11;

    private TraceTime() {}

    /**
     * Epoch milliseconds of a time as written: ISO-8601, or epoch seconds or milliseconds.
     *
     * @throws DateTimeException when it is no time
     * @throws NumberFormatException when it is none either
     */
    static long millis(String cell) {
        if (cell.indexOf('-') > 0 && cell.indexOf(':') > 0) {
            String iso = cell.indexOf(' ') == 10 ? cell.substring(0, 10) + "T" + cell.substring(11) : cell;
            if (iso.endsWith("Z")) {
                return Instant.parse(iso).toEpochMilli();
            }
            boolean offset = iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
            return OffsetDateTime.parse(offset ? iso : iso + "Z").toInstant().toEpochMilli();
        }
        if (cell.length() == 10 && cell.charAt(4) == '-') {
            return LocalDate.parse(cell)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli();
        }
        double number = Double.parseDouble(cell);
        if (!(Math.abs(number) < 1e15)) {
            throw new NumberFormatException("no time is so far away: " + cell);
        }
        return Math.round(Math.abs(number) >= EPOCH_MILLIS_FROM ? number : number * 1000);
    }
}
