package dev.headroom.interop;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A workload on its way into a spec, as lines of text with comments. */
final class Sketch {

    private final String name;
    private final String origin;
    private String target = "{ type: recommend }";
    private String bounds = "";
    private boolean queue;
    private String concurrency = "";
    private String boot = "";
    private String bootFrom = "";
    private final Map<String, Map<String, String>> signals = new LinkedHashMap<>();
    private final List<String> policies = new ArrayList<>();
    private final List<String> guardrails = new ArrayList<>();

    /**
     * A workload.
     *
     * @param origin what it was in the other system, for its comment
     */
    Sketch(String name, String origin) {
        this.name = key(name);
        this.origin = origin;
    }

    String name() {
        return name;
    }

    boolean queue() {
        return queue;
    }

    void target(Map<String, String> keys) {
        target = flow(keys);
    }

    void bounds(int min, int max, String from) {
        bounds = "{ min: " + min + ", max: " + max + " }  # " + comment(from);
    }

    /** The requests that a replica takes at once, where the other system says it. */
    void concurrency(int slots) {
        concurrency = Integer.toString(slots);
    }

    /** The time that a replica takes to work, where the other system says it. */
    void boot(String time, String from) {
        boot = time;
        bootFrom = from;
    }

    /** A workload whose items wait in a queue. */
    void ofQueue() {
        queue = true;
    }

    /** Adds a signal, and gives the name under which it stands. */
    String signal(String wanted, Map<String, String> keys) {
        String base = key(wanted);
        String free = base;
        for (int n = 2; signals.containsKey(free) && !keys.equals(signals.get(free)); n++) {
            free = base + "-" + n;
        }
        signals.put(free, keys);
        return free;
    }

    boolean hasPolicy() {
        return !policies.isEmpty();
    }

    /** Adds a policy: its key, its keys and values as they shall stand, where it comes from. */
    void policy(String kind, String value, String from) {
        policies.add(kind + ": " + value + (from.isEmpty() ? "" : "  # " + comment(from)));
    }

    void guardrail(String line) {
        guardrails.add(line);
    }

    void write(StringBuilder out, Map<Fact, String> given) {
        out.append("  ").append(name).append(":  # ").append(comment(origin)).append('\n');
        out.append("    target: ").append(target).append('\n');
        out.append("    replica:\n");
        if (!boot.isEmpty() && !given.containsKey(Fact.BOOT)) {
            out.append("      boot: ")
                    .append(scalar(boot))
                    .append("  # ")
                    .append(comment(bootFrom))
                    .append('\n');
        } else {
            fact(out, "      boot: ", "1m", Fact.BOOT, given);
        }
        fact(out, "      service-time: ", "", Fact.SERVICE_TIME, given);
        fact(out, "      concurrency: ", concurrency, Fact.CONCURRENCY, given);
        fact(out, "      price: ", "", Fact.PRICE, given);
        out.append("    bounds: ").append(bounds).append('\n');
        if (given.containsKey(Fact.LATENCY)) {
            out.append("    objective: { latency: { p95: ")
                    .append(scalar(given.getOrDefault(Fact.LATENCY, "")))
                    .append(" } }\n");
        } else if (given.containsKey(Fact.DEADLINE)) {
            out.append("    objective: { deadline: ")
                    .append(scalar(given.getOrDefault(Fact.DEADLINE, "")))
                    .append(" }\n");
        } else {
            out.append(queue ? "    # objective: { deadline: 10m }" : "    # objective: { latency: { p95: 500ms } }")
                    .append("  # ? what is promised\n");
        }
        if (!signals.isEmpty()) {
            out.append("    signals:\n");
            signals.forEach((n, keys) -> out.append("      ")
                    .append(n)
                    .append(": ")
                    .append(flow(keys))
                    .append('\n'));
        }
        out.append("    policies:\n");
        policies.forEach(p -> out.append("      - ").append(p).append('\n'));
        out.append("    guardrails:\n");
        guardrails.forEach(g -> out.append("      ").append(g).append('\n'));
        if (queue && given.containsKey(Fact.SERVICE_TIME)) {
            out.append("    service: { type: queue, time: ")
                    .append(scalar(given.getOrDefault(Fact.SERVICE_TIME, "")))
                    .append(" }\n");
        }
    }

    private static void fact(StringBuilder out, String key, String otherwise, Fact fact, Map<Fact, String> given) {
        String value = given.getOrDefault(fact, otherwise);
        if (value.isEmpty()) {
            out.append(key.replace("      ", "      # ")).append(fact.example().replace("\"", ""));
        } else {
            out.append(key).append(scalar(value));
        }
        out.append(
                given.containsKey(fact) || (value.equals(otherwise) && fact == Fact.CONCURRENCY && !value.isEmpty())
                        ? ""
                        : "  # ? " + fact.what());
        out.append('\n');
    }

    // --- text

    /** A mapping on one line. */
    static String flow(Map<String, String> keys) {
        return keys.isEmpty()
                ? "{}"
                : keys.entrySet().stream()
                        .map(e -> e.getKey() + ": " + scalar(e.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
    }

    /** A value as YAML takes it anywhere: plain when it is harmless, else quoted. */
    static String scalar(String value) {
        if (value.matches("[A-Za-z0-9][A-Za-z0-9_./%-]*( [A-Za-z]+/[a-z]+)?")
                && !value.matches("(?i)true|false|yes|no|on|off|null|y|n")) {
            return value;
        }
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' '
                    || c == 0x7f
                    || (c >= 0x80 && c < 0xa0)
                    || c == '\u2028'
                    || c == '\u2029'
                    || c == '\uFEFF') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** A name as a key of a spec. */
    static String key(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^[-_]+|[-_]+$", "");
        String short64 = plain.substring(0, Math.min(63, plain.length()));
        return short64.isEmpty() || !Character.isLetter(short64.charAt(0)) ? "w" + short64 : short64;
    }

    /** What may stand after a '#': one line, not too long. */
    static String comment(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029\\uFEFF]+", " ")
                .strip();
        return line.length() <= 160 ? line : line.substring(0, 157) + "...";
    }

    /** A number without the noise of binary fractions. */
    static String number(double value) {
        return Subject.number(value);
    }

    /** A share as a percentage. */
    static String percent(double share) {
        return new BigDecimal(share * 100)
                        .round(new java.math.MathContext(9))
                        .stripTrailingZeros()
                        .toPlainString() + "%";
    }

    static String seconds(Duration d) {
        return d.toMillis() % 1000 == 0 ? d.toSeconds() + "s" : d.toMillis() + "ms";
    }
}
