package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.forecast.Backtest;
import dev.headroom.forecast.Fitted;
import dev.headroom.forecast.Gaps;
import dev.headroom.forecast.Seasons;
import dev.headroom.forecast.Series;
import dev.headroom.forecast.Share;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A forecast for people and for programs. */
final class ForecastOutput {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int DIGITS = 6;

    private ForecastOutput() {}

    /** A forecast and what it was made of. */
    record Outcome(
            String name,
            Series history,
            ZoneId zone,
            Fitted fitted,
            double[] levels,
            double[][] values,
            List<String> notes) {

        String time(int step, DateTimeFormatter form) {
            return history.time(history.size() + step).atZone(zone).format(form);
        }

        /** What is there to say in a sentence each. */
        List<String> sentences() {
            List<String> lines = new ArrayList<>();
            Seasons seasons = Seasons.of(Gaps.filled(history));
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d steps of %s up to %s; %s.",
                    history.size(),
                    span(history.step()),
                    history.end().atZone(zone).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)),
                    cycles(seasons)));
            long missing = Arrays.stream(history.values()).filter(Double::isNaN).count();
            if (missing > 0) {
                lines.add(missing
                        + " steps have no value; they were filled by those of a week or a day before or after.");
            }
            Backtest b = fitted.backtest();
            if (b.origins() == 0) {
                lines.add("The history is too short to test forecasts on it: the last cycle is repeated, and the"
                        + " interval is a guess from what usually changes.");
            } else {
                lines.add(String.format(
                        Locale.ROOT,
                        "On %d earlier times of this history such forecasts were off by %.1f %% of the mean%s, and %s"
                                + " of what came was inside the interval of 95 %%.",
                        b.origins(),
                        100 * b.error(),
                        yardstick(seasons),
                        Double.isNaN(b.coverage())
                                ? "an unknown share"
                                : String.format(Locale.ROOT, "%.1f %%", 100 * b.coverage())));
            }
            return lines;
        }

        /** How far repeating what was last would have been off, by the same trials. */
        private String yardstick(Seasons seasons) {
            boolean week = seasons.day() == 0 && seasons.week() > 0;
            String method = week ? "naive-week" : "naive-day";
            String last = seasons.day() > 0 ? "day" : week ? "week" : "value";
            return fitted.shares().stream()
                    .filter(s -> s.method().equals(method) && !Double.isNaN(s.error()))
                    .map(s -> String.format(Locale.ROOT, " (repeating the last %s: %.1f %%)", last, 100 * s.error()))
                    .findFirst()
                    .orElse("");
        }

        /** The form of times: to the second where steps are that short. */
        DateTimeFormatter form() {
            boolean seconds = history.step().toMillis() % 60_000 != 0;
            return DateTimeFormatter.ofPattern(
                    seconds ? "EEE yyyy-MM-dd HH:mm:ss" : "EEE yyyy-MM-dd HH:mm", Locale.ROOT);
        }

        private static String cycles(Seasons s) {
            return s.day() > 0
                    ? s.week() > 0 ? "a daily and a weekly cycle" : "a daily cycle"
                    : s.week() > 0 ? "a weekly cycle" : "no daily or weekly cycle found";
        }
    }

    static String span(Duration d) {
        String text = d.toString().substring(2).toLowerCase(Locale.ROOT);
        return text.replaceAll("(?<=[a-z])(?=\\d)", " ");
    }

    static String json(Outcome o) {
        Seasons seasons = Seasons.of(Gaps.filled(o.history));
        Backtest b = o.fitted.backtest();
        Map<String, Object> f = new LinkedHashMap<>();
        f.put("name", o.name);
        f.put("stepSeconds", o.history.step().toMillis() / 1000.0);
        f.put("historySteps", o.history.size());
        f.put("historyEnd", o.history.end().toString());
        f.put("seasons", Map.of("daySteps", seasons.day(), "weekSteps", seasons.week()));
        f.put("model", o.fitted.description());
        f.put("methods", o.fitted.shares().stream().map(ForecastOutput::fields).toList());
        Map<String, Object> backtest = new LinkedHashMap<>();
        backtest.put("origins", b.origins());
        put(backtest, "error", b.error());
        put(backtest, "mase", b.mase());
        put(backtest, "coverage95", b.coverage());
        f.put("backtest", backtest);
        f.put("levels", o.levels);
        List<Map<String, Object>> steps = new ArrayList<>();
        for (int h = 0; h < o.values.length; h++) {
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("time", o.time(h, DateTimeFormatter.ISO_OFFSET_DATE_TIME));
            step.put(
                    "values",
                    Arrays.stream(o.values[h]).map(ForecastOutput::brief).toArray());
            steps.add(step);
        }
        f.put("forecast", steps);
        f.put("notes", o.notes);
        try {
            return JSON.writeValueAsString(f);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of numbers and strings are always JSON", e);
        }
    }

    private static Map<String, Object> fields(Share s) {
        Map<String, Object> f = new LinkedHashMap<>();
        f.put("method", s.method());
        put(f, "weight", s.weight());
        put(f, "error", s.error());
        return f;
    }

    @SuppressWarnings("NullAway") // a JSON object holds null for what is not known
    private static void put(Map<String, Object> fields, String name, double v) {
        @Nullable Object value = Double.isFinite(v) ? (Object) brief(v) : null;
        fields.put(name, value);
    }

    private static double brief(double v) {
        return new BigDecimal(v).round(new MathContext(DIGITS)).doubleValue();
    }

    static void csv(Outcome o, PrintWriter out) {
        StringBuilder line = new StringBuilder("timestamp");
        for (double level : o.levels) {
            line.append(",q").append(level);
        }
        out.println(line);
        for (int h = 0; h < o.values.length; h++) {
            line.setLength(0);
            line.append(o.time(h, DateTimeFormatter.ISO_OFFSET_DATE_TIME));
            for (double v : o.values[h]) {
                line.append(',')
                        .append(new BigDecimal(brief(v))
                                .round(new MathContext(DIGITS))
                                .stripTrailingZeros()
                                .toPlainString());
            }
            out.println(line);
        }
    }

    static void table(Outcome o, PrintWriter out) {
        out.println(o.name + ": " + o.sentences().get(0));
        o.sentences().stream().skip(1).forEach(out::println);
        o.notes.forEach(note -> out.println("Note: " + note));
        List<Share> shares = o.fitted.shares();
        if (!shares.isEmpty()) {
            out.println();
            out.printf(Locale.ROOT, "%-18s %7s %8s  %s%n", "method", "weight", "error", "");
            for (Share s : shares) {
                out.printf(
                        Locale.ROOT,
                        "%-18s %7s %8s  %s%n",
                        s.method(),
                        s.weight() > 0 ? String.format(Locale.ROOT, "%.0f %%", 100 * s.weight()) : "–",
                        Double.isNaN(s.error()) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * s.error()),
                        s.description());
            }
        }
        out.println();
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-23s", "step from"));
        for (double level : o.levels) {
            line.append(String.format(Locale.ROOT, " %12s", percent(level)));
        }
        out.println(line);
        DateTimeFormatter form = o.form();
        for (int h = 0; h < o.values.length; h++) {
            line.setLength(0);
            line.append(String.format(Locale.ROOT, "%-23s", o.time(h, form)));
            for (double v : o.values[h]) {
                line.append(String.format(Locale.ROOT, " %12s", figure(v)));
            }
            out.println(line);
        }
    }

    static String percent(double level) {
        return new BigDecimal(level * 100)
                        .round(new MathContext(DIGITS))
                        .stripTrailingZeros()
                        .toPlainString() + " %";
    }

    static String figure(double v) {
        return String.format(Locale.ROOT, Math.abs(v) >= 1000 ? "%,.0f" : Math.abs(v) >= 10 ? "%.1f" : "%.3f", v);
    }
}
