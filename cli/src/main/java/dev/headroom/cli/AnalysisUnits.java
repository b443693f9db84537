package dev.headroom.cli;

import dev.headroom.forecast.analysis.Analysis;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Numbers of an analysis as people read them.
 *
 * @param hourly whether rates are written per hour: where the mean is below a hundred a second
 * @param zone of times
 * @param total requests in all
 * @param mean requests per second
 * @param highest requests per second in the highest of the history's own steps
 */
record AnalysisUnits(boolean hourly, ZoneId zone, double total, double mean, double highest) {
    private static final double HOURLY_BELOW = 100;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    static AnalysisUnits of(Analysis a) {
        double total = 0;
        double most = 0;
        int known = 0;
        double seconds = a.history().stepMillis() / 1000.0;
        for (double x : a.history().requests()) {
            if (!Double.isNaN(x)) {
                total += x;
                most = Math.max(most, x);
                known++;
            }
        }
        double mean = total / known / seconds;
        return new AnalysisUnits(mean < HOURLY_BELOW, a.zone(), total, mean, most / seconds);
    }

    /** A rate with its unit. */
    String rate(double perSecond) {
        return hourly ? number(perSecond * 3600) + "/h" : number(perSecond) + "/s";
    }

    /** A rate as a plain number in that unit. */
    double scaled(double perSecond) {
        return hourly ? perSecond * 3600 : perSecond;
    }

    /** The unit in words. */
    String word() {
        return hourly ? "requests per hour" : "requests per second";
    }

    /** A time in the zone, to the minute. */
    String time(Instant t) {
        return MINUTE.format(LocalDateTime.ofInstant(t, zone));
    }

    static String number(double v) {
        double a = Math.abs(v);
        if (a > 0 && a < 0.1) {
            return BigDecimal.valueOf(v).round(new MathContext(2)).toPlainString();
        }
        return String.format(Locale.ROOT, a >= 100 ? "%,.0f" : a >= 10 ? "%.1f" : "%.2f", v);
    }

    static String factor(double v) {
        if (Double.isInfinite(v)) {
            return "∞";
        }
        return String.format(Locale.ROOT, v >= 100 ? "%,.0f" : v >= 10 ? "%.0f" : v >= 1 ? "%.1f" : "%.2f", v);
    }

    static String percent(double share) {
        return Double.isNaN(share)
                ? "–"
                : String.format(Locale.ROOT, share != 0 && Math.abs(share) < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    static String big(double v) {
        return v >= 1e9
                ? String.format(Locale.ROOT, "%.2f billion", v / 1e9)
                : v >= 1e6
                        ? String.format(Locale.ROOT, "%.2f million", v / 1e6)
                        : String.format(Locale.ROOT, "%,.0f", v);
    }

    static String count(int n, String one, String several) {
        return String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : several);
    }

    /** A length of time as a spec has it. */
    static String length(long millis) {
        Duration d = Duration.ofMillis(millis);
        StringBuilder out = new StringBuilder();
        out.append(d.toDays() > 0 ? d.toDays() + "d" : "");
        out.append(d.toHoursPart() > 0 ? d.toHoursPart() + "h" : "");
        out.append(d.toMinutesPart() > 0 ? d.toMinutesPart() + "m" : "");
        out.append(d.toSecondsPart() > 0 ? d.toSecondsPart() + "s" : "");
        out.append(d.toMillisPart() > 0 ? d.toMillisPart() + "ms" : "");
        return out.isEmpty() ? "0s" : out.toString();
    }
}
