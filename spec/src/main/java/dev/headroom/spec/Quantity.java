package dev.headroom.spec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Quantities as people write them: patterns, parsing and the shortest exact way back. */
final class Quantity {

    static final String NUMBER = "[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?";
    static final String PERCENT = "[+-]?[0-9]+(\\.[0-9]+)?\\s?%";
    static final String DURATION = "([0-9]+(\\.[0-9]+)?(ms|s|m|h|d|w))+";
    static final String BYTES = "[0-9]+(\\.[0-9]+)?\\s?([kKMGTP]i?B?|B)";
    static final String MONEY = "[0-9]+(\\.[0-9]+)?\\s?[A-Z]{3}";
    static final String PRICE = "[0-9]+(\\.[0-9]+)?\\s?[A-Z]{3}\\s?/\\s?h";
    static final String RATE = "[0-9]+(\\.[0-9]+)?\\s?/\\s?(s|min|m|h)";

    private static final Pattern NUMBER_P = Pattern.compile(NUMBER);
    private static final Pattern PERCENT_P = Pattern.compile(PERCENT);
    private static final Pattern DURATION_P = Pattern.compile(DURATION);
    private static final Pattern DURATION_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d|w)");
    private static final Pattern BYTES_P = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s?([kKMGTP]i?|)B?");
    private static final Pattern MONEY_P = Pattern.compile(MONEY);
    private static final Pattern PRICE_P = Pattern.compile(PRICE);
    private static final Pattern RATE_P = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s?/\\s?(s|min|m|h)");
    private static final Map<String, Long> NANOS = new LinkedHashMap<>();

    static {
        NANOS.put("w", 7 * 86_400_000_000_000L);
        NANOS.put("d", 86_400_000_000_000L);
        NANOS.put("h", 3_600_000_000_000L);
        NANOS.put("m", 60_000_000_000L);
        NANOS.put("s", 1_000_000_000L);
        NANOS.put("ms", 1_000_000L);
    }

    private Quantity() {}

    static boolean isNumber(String t) {
        return t.length() <= 40 && NUMBER_P.matcher(t).matches();
    }

    static boolean isPercent(String t) {
        return t.length() <= 40 && PERCENT_P.matcher(t).matches();
    }

    static boolean isDuration(String t) {
        return t.length() <= 40 && DURATION_P.matcher(t).matches();
    }

    static boolean isBytes(String t) {
        return t.length() <= 40 && !isNumber(t) && BYTES_P.matcher(t).matches();
    }

    static boolean isMoney(String t) {
        return t.length() <= 40 && MONEY_P.matcher(t).matches();
    }

    static boolean isPrice(String t) {
        return t.length() <= 40 && PRICE_P.matcher(t).matches();
    }

    static boolean isRate(String t) {
        return t.length() <= 40 && RATE_P.matcher(t).matches();
    }

    /** A text by what it looks like, for messages. */
    static String describe(String t) {
        String shown = "'" + (t.length() > 40 ? t.substring(0, 39) + "…" : t) + "'";
        if (isNumber(t)) {
            return shown + " is a plain number";
        }
        if (isPercent(t)) {
            return shown + " is a percentage";
        }
        if (isDuration(t)) {
            return shown + " is a duration";
        }
        if (isPrice(t)) {
            return shown + " is a price";
        }
        if (isMoney(t)) {
            return shown + " is an amount of money";
        }
        if (isRate(t)) {
            return shown + " is a rate";
        }
        if (isBytes(t)) {
            return shown + " is a size in bytes";
        }
        return t.isEmpty() ? "nothing stands" : shown + " is a text";
    }

    /** A number as a ratio: 60 % → 0.6. */
    static double percent(String t) {
        return new BigDecimal(t.replace("%", "").strip()).movePointLeft(2).doubleValue();
    }

    /** A duration; null when it is longer than ten years. */
    static @Nullable Duration duration(String t) {
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher m = DURATION_PART.matcher(t);
        while (m.find()) {
            nanos = nanos.add(new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(nanosOf(m.group(2)))));
        }
        if (nanos.compareTo(BigDecimal.valueOf(nanosOf("d")).multiply(BigDecimal.valueOf(3653))) > 0) {
            return null;
        }
        BigDecimal[] parts =
                nanos.setScale(0, RoundingMode.HALF_UP).divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
    }

    private static long nanosOf(String unit) {
        Long n = NANOS.get(unit);
        return n == null ? 1 : n;
    }

    /** The largest single unit that is exact, or several. */
    static String duration(Duration d) {
        if (d.isZero()) {
            return "0s";
        }
        BigDecimal nanos = BigDecimal.valueOf(d.getSeconds())
                .multiply(BigDecimal.valueOf(1_000_000_000L))
                .add(BigDecimal.valueOf(d.getNano()));
        StringBuilder out = new StringBuilder();
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(nanosOf(unit)));
            if (parts[0].signum() > 0) {
                out.append(parts[0].toPlainString()).append(unit);
            }
            nanos = parts[1];
        }
        if (nanos.signum() > 0) {
            out.append(plain(nanos.divide(BigDecimal.valueOf(1_000_000L)))).append("ms");
        }
        return out.toString();
    }

    /** Bytes; decimal suffixes are powers of 1000, those with an i of 1024. */
    static double bytes(String t) {
        Matcher m = BYTES_P.matcher(t);
        if (!m.matches()) {
            throw new IllegalArgumentException(t);
        }
        String suffix = m.group(2);
        int power = suffix.isEmpty() ? 0 : "KMGTP".indexOf(Character.toUpperCase(suffix.charAt(0))) + 1;
        return new BigDecimal(m.group(1)).doubleValue() * Math.pow(suffix.endsWith("i") ? 1024 : 1000, power);
    }

    /** The largest suffix that leaves a whole number. */
    static String bytes(double b) {
        String[] binary = {"", "Ki", "Mi", "Gi", "Ti", "Pi"};
        String[] decimal = {"B", "kB", "MB", "GB", "TB", "PB"};
        for (int i = 5; i > 0; i--) {
            if (b >= Math.pow(1024, i) && b % Math.pow(1024, i) == 0) {
                return number(b / Math.pow(1024, i)) + binary[i];
            }
            if (b >= Math.pow(1000, i) && b % Math.pow(1000, i) == 0) {
                return number(b / Math.pow(1000, i)) + decimal[i];
            }
        }
        return number(b) + "B";
    }

    /** Events per second. */
    static double rate(String t) {
        Matcher m = RATE_P.matcher(t);
        if (!m.matches()) {
            throw new IllegalArgumentException(t);
        }
        double per = m.group(2).equals("s") ? 1 : m.group(2).equals("h") ? 3600 : 60;
        return Double.parseDouble(m.group(1)) / per;
    }

    static String rate(double perSecond) {
        double perMinute = perSecond * 60;
        boolean whole = perSecond == Math.rint(perSecond) || Math.abs(perMinute - Math.rint(perMinute)) > 1e-9;
        return whole ? number(perSecond) + "/s" : number(Math.rint(perMinute)) + "/min";
    }

    static String percent(double ratio) {
        return number(BigDecimal.valueOf(ratio).movePointRight(2).doubleValue()) + "%";
    }

    /** The shortest plain decimal; values that arithmetic has moved by less than 1e-12 of themselves are put right. */
    static String number(double v) {
        BigDecimal exact = BigDecimal.valueOf(v);
        BigDecimal rounded = exact.round(new java.math.MathContext(12));
        return plain(rounded);
    }

    static String plain(BigDecimal v) {
        return v.signum() == 0 ? "0" : v.stripTrailingZeros().toPlainString();
    }
}
