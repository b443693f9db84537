package dev.headroom.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times in words for people, the same on every machine; an unknown number is a dash. */
public final class Figures {

    private static final String UNKNOWN = "–";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Figures() {}

    /** A count with thousands separators, such as {@code 12,345}. */
    public static String count(double v) {
        return Double.isFinite(v) ? String.format(Locale.ROOT, "%,.0f", v) : UNKNOWN;
    }

    /** A number with decimals only where it is small, such as {@code 1,234}, {@code 56.7} or {@code 0.89}. */
    public static String number(double v) {
        if (!Double.isFinite(v)) {
            return UNKNOWN;
        }
        double a = Math.abs(v);
        return String.format(Locale.ROOT, a >= 999.5 ? "%,.0f" : a >= 99.95 ? "%.1f" : "%.2f", v);
    }

    /** A duration in the unit that fits, such as {@code 312 ms}, {@code 1.24 s}, {@code 12.5 min}, {@code 3.2 days}. */
    public static String seconds(double s) {
        if (!Double.isFinite(s)) {
            return UNKNOWN;
        }
        if (s == 0) {
            return "0 s";
        }
        if (s < 0.9995) {
            return digits(s * 1000) + " ms";
        }
        if (s < 119.5) {
            return digits(s) + " s";
        }
        if (s < 7170) {
            return digits(s / 60) + " min";
        }
        return s < 172_800 ? digits(s / 3600) + " h" : digits(s / 86_400) + " days";
    }

    /** A ratio as percent, cut rather than rounded, so that a missed objective never looks kept. */
    public static String attainment(double ratio) {
        if (!Double.isFinite(ratio)) {
            return UNKNOWN;
        }
        BigDecimal percent = BigDecimal.valueOf(ratio).movePointRight(2);
        return percent.setScale(3, RoundingMode.FLOOR).stripTrailingZeros().toPlainString() + " %";
    }

    /** A difference relative to a base, such as {@code +12.3 %}; a dash when it cannot be told. */
    public static String relative(double v, double base) {
        double change = (v / base - 1) * 100;
        if (!Double.isFinite(change)) {
            return UNKNOWN;
        }
        String text = String.format(Locale.ROOT, Math.abs(change) >= 99.95 ? "%,.0f" : "%.1f", Math.abs(change));
        boolean none = text.equals("0.0");
        return (none ? "±" : change > 0 ? "+" : "−") + text + " %";
    }

    /** A share such as 0.95 as the name of a percentile, {@code p95}. */
    public static String percentile(double quantile) {
        return "p"
                + BigDecimal.valueOf(quantile)
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** A point in time to the minute, in UTC. */
    public static String time(long epochMillis) {
        return MINUTE.format(Instant.ofEpochMilli(epochMillis));
    }

    /** Text made safe between tags and in attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String digits(double v) {
        return new BigDecimal(v)
                .round(new MathContext(3, RoundingMode.HALF_EVEN))
                .stripTrailingZeros()
                .toPlainString();
    }
}
