package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a controller answers, in words for people. */
final class LiveText {

    private static final String NONE = "–";
    private static final int WIDEST = 90;

    private LiveText() {}

    /**
     * Prints a table.
     *
     * @param right of the columns after the first, a letter each: {@code r} for one of numbers; those beyond are of texts
     */
    static void table(PrintWriter out, List<String> head, String right, List<List<String>> rows) {
        List<com.github.freva.asciitable.ColumnData<List<String>>> columns = new ArrayList<>();
        for (int i = 0; i < head.size(); i++) {
            int at = i;
            HorizontalAlign align = i > 0 && i <= right.length() && right.charAt(i - 1) == 'r'
                    ? HorizontalAlign.RIGHT
                    : HorizontalAlign.LEFT;
            columns.add(new Column()
                    .header(head.get(i))
                    .headerAlign(align)
                    .dataAlign(align)
                    .maxWidth(WIDEST)
                    .with(r -> r.get(at)));
        }
        out.println(AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, columns));
    }

    static String time(JsonNode time) {
        return time.isNull()
                ? NONE
                : Instant.parse(time.asText())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", " UTC");
    }

    static String money(JsonNode amount, JsonNode currency) {
        return amount.isNull() ? NONE : String.format(Locale.ROOT, "%.2f %s", amount.doubleValue(), currency.asText());
    }

    /** A share as percent, never rounded up to all of it. */
    static String share(JsonNode share) {
        return share.isNull() ? NONE : plain(Math.floor(share.doubleValue() * 100_000) / 1000) + " %";
    }

    /** The value of a signal with its unit. */
    static String value(JsonNode signal) {
        JsonNode value = signal.get("value");
        if (value.isNull()) {
            return NONE;
        }
        double v = value.doubleValue();
        return switch (signal.get("unit").asText()) {
            case "ratio" -> plain(v * 100) + " %";
            case "per-second" -> plain(v) + "/s";
            case "seconds" -> v < 1 ? plain(v * 1000) + " ms" : plain(v) + " s";
            case "bytes" -> v < 1024 ? plain(v) + " B" : plain(v / (1 << 20)) + " MiB";
            default -> plain(v);
        };
    }

    private static String plain(double v) {
        return new BigDecimal(v)
                .round(new MathContext(Math.abs(v) >= 1000 ? 6 : 4))
                .stripTrailingZeros()
                .toPlainString();
    }

    static String order(JsonNode o) {
        String what = switch (o.get("kind").asText()) {
            case "pin" -> "pinned at " + o.get("replicas").asText();
            case "pause" -> "paused";
            default -> "not scaled in";
        };
        return what + " until " + time(o.get("until")) + " by "
                + o.get("author").asText() + ": " + o.get("reason").asText();
    }

    static String change(JsonNode d) {
        int before = d.get("current").intValue();
        int after = d.get("desired").intValue();
        return before == after ? "held at " + after : before + " → " + after;
    }
}
