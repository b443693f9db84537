package dev.headroom.forecast.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as logs and metric stores write them: ISO-8601 with {@code T} or a blank, or epoch seconds or milliseconds
 * (milliseconds from 10¹¹ on).
 *
 * <p>Times without an offset are those of a clock on the wall in a zone. The hour that the autumn change repeats is told by
 * the order of the lines: a time that would not come after the one before it, but does in the second of the two hours, is of
 * the second. A time that the spring change skips counts as so much later, and is counted, since a clock in that zone never
 * shows it.
 */
public final class Timestamps {
    private static final double EPOCH_MILLIS_FROM = 1e11;
    private static final double MOST = 1e15;

    private final ZoneId zone;
    private final ZoneRules rules;
    private final TreeSet<Integer> offsets = new TreeSet<>();
    private boolean local;
    private int skipped;
    private int repeated;

    /**
     * A reader of one column of times.
     *
     * @param zone of times without an offset
     */
    public Timestamps(ZoneId zone) {
        this.zone = zone;
        this.rules = zone.getRules();
    }

    /**
     * Epoch milliseconds of a written time without an offset taken as UTC.
     *
     * @throws DateTimeException when it is none
     */
    public static long utc(String written) {
        return new Timestamps(ZoneOffset.UTC).millis(written, Long.MIN_VALUE);
    }

    /**
     * Epoch milliseconds of a written time.
     *
     * @param after the time of the line before; {@link Long#MIN_VALUE} for none
     * @throws DateTimeException when it is none
     */
    public long millis(String written, long after) {
        String cell = written.strip();
        if (cell.length() > 10 && cell.charAt(4) == '-' && cell.indexOf(':') > 0) {
            String iso = cell.charAt(10) == ' ' ? cell.substring(0, 10) + "T" + cell.substring(11) : cell;
            iso = iso.replace(" ", "");
            boolean hasOffset = iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
            if (iso.endsWith("Z")) {
                offsets.add(0);
                return Instant.parse(iso).toEpochMilli();
            }
            if (hasOffset) {
                OffsetDateTime t = OffsetDateTime.parse(complete(iso));
                offsets.add(t.getOffset().getTotalSeconds());
                return t.toInstant().toEpochMilli();
            }
            return local(LocalDateTime.parse(iso), after);
        }
        if (cell.length() == 10 && cell.charAt(4) == '-') {
            return local(LocalDate.parse(cell).atStartOfDay(), after);
        }
        try {
            double number = Double.parseDouble(cell);
            if (Math.abs(number) < MOST) {
                return Math.round(Math.abs(number) >= EPOCH_MILLIS_FROM ? number : number * 1000);
            }
        } catch (NumberFormatException none) {
            // Said below.
        }
        throw new DateTimeException("not a time");
    }

    /** With a colon in the offset, which some writers leave out. */
    private static String complete(String iso) {
        int sign = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
        if (iso.indexOf(':', sign) > 0) {
            return iso;
        }
        String digits = iso.substring(sign + 1);
        return switch (digits.length()) {
            case 2 -> iso + ":00";
            case 4 -> iso.substring(0, sign + 3) + ":" + iso.substring(sign + 3);
            default -> iso;
        };
    }

    private long local(LocalDateTime t, long after) {
        local = true;
        ZoneOffsetTransition change = rules.getTransition(t);
        ZoneOffset offset = change == null ? rules.getOffset(t) : change.getOffsetBefore();
        long millis = t.toInstant(offset).toEpochMilli();
        if (change != null && change.isGap()) {
            skipped++;
        } else if (change != null && millis <= after) {
            long second = t.toInstant(change.getOffsetAfter()).toEpochMilli();
            repeated++;
            return second;
        }
        return millis;
    }

    /** The zone of times without an offset, if there were any; else null. */
    @Nullable
    ZoneId assumed() {
        return local ? zone : null;
    }

    /** How many times a clock in the zone never shows. */
    int skipped() {
        return skipped;
    }

    /** How many times were of the second of two equal hours. */
    int repeated() {
        return repeated;
    }

    /** How many different offsets were written. */
    int offsets() {
        return offsets.size();
    }
}
