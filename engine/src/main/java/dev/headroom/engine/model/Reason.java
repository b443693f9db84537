package dev.headroom.engine.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of a decision's explanation: structured, and put into words only when somebody reads it.
 *
 * <p>The template names the fields in braces, with an optional format after a bar: {@code {observed}}, {@code
 * {target|%}} (a ratio as percent), {@code {limit|s}} (seconds, shown as milliseconds, minutes or hours where these are
 * rounder), {@code {after|replica keeps|replicas keep}} (the number and the words for one or for any other). Fields that do
 * not apply are NaN or −1.
 *
 * @param stage the step of the evaluation that speaks
 * @param rule the kind of policy or the guardrail's name
 * @param template the sentence
 * @param observed the input value
 * @param target what it was compared with
 * @param limit the limit applied
 * @param before replicas before this step
 * @param after replicas after this step
 * @param until when the effect ends, or null
 * @param detail a name or a text that the sentence needs; empty when none
 */
public record Reason(
        Stage stage,
        String rule,
        String template,
        double observed,
        double target,
        double limit,
        int before,
        int after,
        @Nullable Instant until,
        String detail) {

    private static final double MINUTE = 60;
    private static final double HOUR = 3600;
    /** Nobody reads more zeros. */
    private static final double LEAST = 1e-5;

    /** The step of the evaluation that speaks. */
    public enum Stage {
        SIGNAL,
        POLICY,
        COMBINER,
        GUARDRAIL
    }

    /** A reason without numbers other than the replicas before and after. */
    public static Reason of(Stage stage, String rule, String template, int before, int after, String detail) {
        return new Reason(stage, rule, template, Double.NaN, Double.NaN, Double.NaN, before, after, null, detail);
    }

    /** A policy's reason: what it saw, what it compared it with, what it wants. */
    public static Reason policy(
            String rule, String template, double observed, double target, int before, int after, String detail) {
        return new Reason(Stage.POLICY, rule, template, observed, target, Double.NaN, before, after, null, detail);
    }

    /** A guardrail's reason: what was asked, the limit in force, what it lets through. */
    public static Reason guardrail(String rule, String template, double limit, int before, int after, String detail) {
        return new Reason(Stage.GUARDRAIL, rule, template, Double.NaN, Double.NaN, limit, before, after, null, detail);
    }

    /** The same reason with an end. */
    public Reason until(Instant end) {
        return new Reason(stage, rule, template, observed, target, limit, before, after, end, detail);
    }

    /** Whether this step changed the number of replicas. */
    public boolean changed() {
        return before != after;
    }

    /**
     * Position of the reason that fixed the number: the last guardrail that made it what it is, else the first policy that
     * asked for it, else the last step that changed anything, else the last; −1 without reasons.
     *
     * @param reasons of a decision, in order
     * @param desired replicas decided
     */
    public static int deciding(List<Reason> reasons, int desired) {
        int policy = -1;
        int changed = -1;
        for (int i = reasons.size() - 1; i >= 0; i--) {
            Reason r = reasons.get(i);
            if (r.changed() && r.stage() == Stage.GUARDRAIL && r.after() == desired) {
                return i;
            }
            if (r.stage() == Stage.POLICY && r.after() == desired) {
                policy = i;
            }
            if (changed < 0 && r.changed()) {
                changed = i;
            }
        }
        return policy >= 0 ? policy : changed >= 0 ? changed : reasons.size() - 1;
    }

    /** The sentence, for people. */
    public String text() {
        StringBuilder out = new StringBuilder(template.length() + 32);
        int from = 0;
        while (true) {
            int open = template.indexOf('{', from);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                return out.append(template, from, template.length()).toString();
            }
            out.append(template, from, open);
            String key = template.substring(open + 1, close);
            int bar = key.indexOf('|');
            String format = bar < 0 ? "" : key.substring(bar + 1);
            switch (bar < 0 ? key : key.substring(0, bar)) {
                case "observed" -> number(out, observed, format);
                case "target" -> number(out, target, format);
                case "limit" -> number(out, limit, format);
                case "before" -> count(out, before, format);
                case "after" -> count(out, after, format);
                case "until" -> out.append(until == null ? "further notice" : until.truncatedTo(ChronoUnit.SECONDS));
                case "detail" -> out.append(detail);
                case "rule" -> out.append(rule);
                default -> throw new IllegalStateException("no field '" + key + "' in reason: " + template);
            }
            from = close + 1;
        }
    }

    private static void count(StringBuilder out, int n, String words) {
        out.append(n);
        int bar = words.indexOf('|');
        if (bar >= 0) {
            out.append(' ').append(n == 1 ? words.substring(0, bar) : words.substring(bar + 1));
        }
    }

    private static void number(StringBuilder out, double v, String format) {
        switch (format) {
            case "%" ->
                out.append(v > 0 && v < LEAST ? "under 0.001" : plain(v * 100)).append(" %");
            case "s" -> {
                double a = Math.abs(v);
                if (a < 1) {
                    out.append(plain(v * 1000)).append(" ms");
                } else if (a >= 2 * HOUR && a % HOUR == 0) {
                    out.append(plain(v / HOUR)).append(" h");
                } else if (a >= 2 * MINUTE && a % MINUTE == 0) {
                    out.append(plain(v / MINUTE)).append(" min");
                } else {
                    out.append(plain(v)).append(" s");
                }
            }
            default -> out.append(plain(v));
        }
    }

    private static String plain(double v) {
        if (Double.isNaN(v)) {
            return "unknown";
        }
        if (Double.isInfinite(v)) {
            return v > 0 ? "unlimited" : "minus unlimited";
        }
        double a = Math.abs(v);
        if (a > 0 && a < LEAST) {
            return "almost 0";
        }
        if (a > 0 && a < 0.1) {
            return new BigDecimal(v)
                    .round(new MathContext(2))
                    .stripTrailingZeros()
                    .toPlainString();
        }
        String s = String.format(Locale.ROOT, a >= 100 ? "%.0f" : a >= 10 ? "%.1f" : "%.2f", v);
        if (s.indexOf('.') >= 0) {
            s = s.replaceAll("0+$", "").replaceAll("\\.$", "");
        }
        return s;
    }
}
