package dev.headroom.spec;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A stretch of time with a multiple of the usual traffic.
 *
 * @param at begin
 * @param span length
 * @param factor how many times as much
 */
public record SaleSpec(Instant at, Duration span, double factor) {

    /**
     * Reads {@code begin/length*factor}, such as {@code 2026-02-01T18:00/2h*3.5}.
     *
     * @param zone of a begin without an offset
     * @throws IllegalArgumentException when it is not so written; the message says what is wrong
     */
    public static SaleSpec parse(String text, ZoneId zone) {
        int slash = text.indexOf('/');
        int times = text.lastIndexOf('*');
        if (slash < 0 || times < slash) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a sale; write begin/length*factor, such as 2026-02-01T18:00/2h*3.5");
        }
        try {
            Duration span =
                    Values.DURATION.parse(text.substring(slash + 1, times).strip());
            if (span.isZero()) {
                throw new IllegalArgumentException("'" + text + "' lasts no time; write a length such as 2h");
            }
            return new SaleSpec(
                    Moment.FORM.parse(text.substring(0, slash).strip()).in(zone),
                    span,
                    Values.FACTOR.parse(text.substring(times + 1).strip()));
        } catch (Unfit e) {
            throw new IllegalArgumentException(e.message() + (e.mend().isEmpty() ? "" : "; " + e.mend()));
        }
    }
}
