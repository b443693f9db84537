package dev.headroom.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One thing that AWS scales, with the policies that scale it, on its way into a spec. */
final class AwsReading {

    private static final Pattern DIVISION = Pattern.compile("\\s*(\\w+)\\s*/\\s*(\\w+)\\s*");

    private final Sketch w;
    private final List<String> notes;
    private final List<String> schedule = new ArrayList<>();
    private final int[] cooldown = {0, 0};
    private boolean tracks;

    AwsReading(Sketch w, List<String> notes) {
        this.w = w;
        this.notes = notes;
    }

    private void note(String text) {
        notes.add(w.name() + ": " + text);
    }

    // --- target tracking

    /** A target tracking configuration of either service. */
    void tracking(Given c, String from) {
        double value = c.at("TargetValue").number(Double.NaN);
        if (!(value > 0)) {
            throw c.at("TargetValue").wrong("a positive number is expected");
        }
        cooldown(c.at("ScaleOutCooldown"), c.at("ScaleInCooldown"));
        tracks = true;
        Given predefined = c.at("PredefinedMetricSpecification", "PredefinedMetricType");
        Given custom = c.at("CustomizedMetricSpecification");
        if (predefined.there()) {
            predefined(predefined.text(), value, from);
        } else if (custom.at("Metrics").there()) {
            math(custom, value, from);
        } else if (custom.there()) {
            String signal = signal(custom, false);
            w.policy("target", "{ signal: " + signal + ", average: " + level(custom, value) + " }", from);
            if (backlog(custom.at("MetricName").text(""))) {
                note(
                        "the raw length of a queue does not fall as capacity rises; a backlog policy per replica would be right");
            }
        } else {
            throw c.wrong("there is no metric specification");
        }
    }

    private void predefined(String type, double value, String from) {
        if (type.equals("ALBRequestCountPerTarget")) {
            String signal = w.signal("requests", Map.of("measures", "rate"));
            w.policy(
                    "target",
                    "{ signal: " + signal + ", per-replica: " + Sketch.number(value / 60) + " }",
                    from + ", " + type + " in a minute");
        } else if (type.contains("Utilization")) {
            boolean memory = type.contains("Memory");
            String name = memory
                    ? "memory"
                    : type.contains("CPU")
                            ? "cpu"
                            : type.contains("Read") ? "reads" : type.contains("Write") ? "writes" : "usage";
            Map<String, String> keys = new LinkedHashMap<>();
            keys.put("measures", memory ? "memory" : "utilisation");
            keys.put("unit", "percent");
            w.policy(
                    "target",
                    "{ signal: " + w.signal(name, keys) + ", average: " + Sketch.number(value) + "% }",
                    from + ", " + type);
        } else {
            note("the metric " + type + " is not known; its policy is left out");
        }
    }

    /** Metric math that divides a total by the replicas; other expressions are left out. */
    private void math(Given custom, double value, String from) {
        Map<String, Given> byId = new LinkedHashMap<>();
        @Nullable String expression = null;
        for (Given m : custom.at("Metrics").items()) {
            byId.put(m.at("Id").text(), m);
            if (m.at("Expression").there() && !m.at("ReturnData").text("true").equals("false")) {
                expression = m.at("Expression").text();
            }
        }
        Matcher division = DIVISION.matcher(expression == null ? "" : expression);
        Given total = division.matches() ? byId.get(division.group(1)) : null;
        if (total == null || !total.at("MetricStat", "Metric", "MetricName").there()) {
            note("metric math other than a total divided by the replicas is left out");
            return;
        }
        Given metric = total.at("MetricStat", "Metric");
        String signal = signal(metric, true);
        if (backlog(metric.at("MetricName").text())) {
            w.ofQueue();
            w.policy(
                    "backlog",
                    "{ signal: " + signal + ", per-replica: " + Sketch.number(value) + " }",
                    from + ", metric math");
        } else {
            w.policy(
                    "target",
                    "{ signal: " + signal + ", per-replica: " + level(metric, value) + " }",
                    from + ", metric math");
        }
    }

    private static boolean backlog(String metric) {
        return metric.startsWith("ApproximateNumberOfMessages");
    }

    private static boolean percent(Given metric) {
        return metric.at("MetricName").text("").matches("CPUUtilization|MemoryUtilization|mem_used_percent");
    }

    private static String level(Given metric, double value) {
        return Sketch.number(value) + (percent(metric) ? "%" : "");
    }

    private String signal(Given metric, boolean total) {
        String name = metric.at("MetricName").text();
        Map<String, String> keys = new LinkedHashMap<>();
        if (percent(metric)) {
            keys.put("measures", name.equals("CPUUtilization") ? "utilisation" : "memory");
            keys.put("unit", "percent");
            return w.signal(name.equals("CPUUtilization") ? "cpu" : "memory", keys);
        }
        if (backlog(name)) {
            keys.put("measures", "backlog");
            return w.signal("backlog", keys);
        }
        if (!Sketch.key(name).equals(name)) {
            keys.put("query", name);
        }
        String snake = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        keys.put("measures", KubernetesObjects.measures(snake, total));
        return w.signal(name, keys);
    }

    // --- steps

    /**
     * A step policy.
     *
     * @param c what says its adjustments
     * @param alarm the alarm that calls it, with its threshold; nothing when it is not in the files
     */
    void steps(Given c, @Nullable Given alarm, String from) {
        if (alarm == null) {
            note(from + " is left out: the threshold is in its alarm, which is not in the files");
            return;
        }
        if (!alarm.at("MetricName").there()) {
            note(from + " is left out: its alarm follows metric math");
            return;
        }
        String operator = alarm.at("ComparisonOperator").text();
        boolean over = operator.startsWith("Greater");
        double threshold = alarm.at("Threshold").number(Double.NaN);
        if (Double.isNaN(threshold)) {
            throw alarm.at("Threshold").wrong("a number is expected");
        }
        String type = c.at("AdjustmentType").text("ChangeInCapacity");
        List<String> steps = new ArrayList<>();
        for (Given s : c.at("StepAdjustments").items()) {
            Given lower = s.at("MetricIntervalLowerBound");
            Given upper = s.at("MetricIntervalUpperBound");
            double near = threshold + (over ? lower.number(0) : upper.number(0));
            Given far = over ? upper : lower;
            int by = (int) Math.round(s.at("ScalingAdjustment").number(0));
            steps.add("{ from: " + level(alarm, near)
                    + (far.there() ? ", to: " + level(alarm, threshold + far.number(0)) : "")
                    + ", by: " + adjustment(type, by) + " }");
        }
        if (steps.isEmpty()) {
            throw c.at("StepAdjustments").wrong("this is missing");
        }
        int periods = alarm.at("EvaluationPeriods").whole(1, 1);
        int least = c.at("MinAdjustmentMagnitude").whole(1, 1);
        w.policy(
                "step",
                "{ signal: " + signal(alarm, false) + ", " + (over ? "above" : "below") + ": ["
                        + String.join(", ", steps) + "], periods: "
                        + periods + ", breaches: "
                        + alarm.at("DatapointsToAlarm").whole(periods, 1) + ", period: "
                        + alarm.at("Period").whole(60, 1) + "s" + (least > 1 ? ", least: " + least : "") + " }",
                from);
        cooldown(over ? c.at("Cooldown") : c.at("none"), over ? c.at("none") : c.at("Cooldown"));
    }

    private static String adjustment(String type, int by) {
        return switch (type) {
            case "ExactCapacity" -> "\"=" + by + "\"";
            case "PercentChangeInCapacity" -> (by < 0 ? "" : "+") + by + "%";
            default -> (by < 0 ? "" : "+") + by;
        };
    }

    private void cooldown(Given out, Given in) {
        cooldown[0] = Math.max(cooldown[0], out.whole(0, 0));
        cooldown[1] = Math.max(cooldown[1], in.whole(0, 0));
    }

    // --- schedules and forecasts

    /** A scheduled action of an Auto Scaling group. */
    void action(Given a) {
        int min = a.at("MinSize").whole(-1, -1);
        int wanted = Math.max(min, a.at("DesiredCapacity").whole(-1, -1));
        entry(
                a.at("Recurrence").text(""),
                a.at("StartTime").text(""),
                a.at("TimeZone").text("UTC"),
                wanted,
                a.at("MaxSize").whole(-1, -1),
                "");
    }

    /** A scheduled action of a scalable target: six fields, or a single time. */
    void action(Given a, Given bounds) {
        String when = a.at("Schedule").text().strip();
        String zone = a.at("Timezone").text("UTC");
        int min = bounds.at("MinCapacity").whole(-1, -1);
        int max = bounds.at("MaxCapacity").whole(-1, -1);
        if (when.startsWith("at(") && when.endsWith(")")) {
            entry(
                    "",
                    when.substring(3, when.length() - 1),
                    zone,
                    min,
                    max,
                    a.at("ScheduledActionName").text(""));
            return;
        }
        String five =
                when.startsWith("cron(") && when.endsWith(")") ? fiveFields(when.substring(5, when.length() - 1)) : "";
        if (five.isEmpty()) {
            note("the schedule " + when + " cannot be said in five cron fields; left out");
            return;
        }
        entry(five, "", zone, min, max, a.at("ScheduledActionName").text(""));
    }

    private void entry(String cron, String at, String zone, int min, int max, String name) {
        String what = (min >= 0 ? ", min: " + min : "") + (max >= 0 ? ", max: " + max : "");
        if (what.isEmpty() || (cron.isEmpty() && at.isEmpty())) {
            return;
        }
        String called = name.isEmpty() ? "" : "name: " + Sketch.scalar(name) + ", ";
        String when = cron.isEmpty() ? "at: " + Sketch.scalar(at) : "cron: " + quoted(cron);
        String in = at.matches(".*(Z|[+-]\\d\\d:?\\d\\d)") ? "" : ", timezone: " + Sketch.scalar(zone);
        schedule.add("{ " + called + when + in + what + " }");
    }

    private static String quoted(String cron) {
        String s = Sketch.scalar(cron);
        return s.startsWith("\"") ? s : "\"" + s + "\"";
    }

    /** Six fields of AWS as five of Unix; empty when there is a year or a form of AWS's own. */
    static String fiveFields(String six) {
        String[] f = six.strip().split("\\s+", -1);
        if (f.length != 6 || !f[5].equals("*") || six.matches(".*[LW#].*")) {
            return "";
        }
        String week = f[4].equals("?")
                ? "*"
                : Pattern.compile("\\d+")
                        .matcher(f[4])
                        .replaceAll(m -> Integer.toString((Integer.parseInt(m.group()) + 6) % 7));
        return f[0] + " " + f[1] + " " + (f[2].equals("?") ? "*" : f[2]) + " " + f[3] + " " + week;
    }

    /** A predictive policy: the processor's use, planned for the target. */
    void predictive(Given c, String from) {
        for (Given m : c.at("MetricSpecifications").items()) {
            if (!m.at("PredefinedMetricPairSpecification", "PredefinedMetricType")
                            .text("")
                            .equals("ASGCPUUtilization")
                    || !c.at("Mode").text("ForecastOnly").equals("ForecastAndScale")) {
                note(from + " is left out: only a forecast of the processor's use that also scales can be said");
                return;
            }
            Map<String, String> keys = new LinkedHashMap<>();
            keys.put("measures", "utilisation");
            keys.put("unit", "percent");
            w.policy(
                    "predict",
                    "{ signal: " + w.signal("cpu", keys) + ", per-replica: "
                            + Sketch.number(m.at("TargetValue").number(70)) + "%, utilisation: 100%, buffer: "
                            + c.at("SchedulingBufferTime").whole(300, 0) + "s }",
                    from);
        }
    }

    /** Ends the reading: the schedule and the guardrails. */
    void end() {
        if (!schedule.isEmpty()) {
            w.policy("schedule", "[" + String.join(", ", schedule) + "]", "scheduled actions");
        }
        w.guardrail(
                tracks
                        ? "stabilisation: { up: 3m, down: 15m }  # alarms of target tracking: 3 and 15 points of a minute"
                        : "stabilisation: { up: 0s, down: 0s }");
        if (cooldown[0] + cooldown[1] > 0) {
            w.guardrail("cooldown: { up: " + cooldown[0] + "s, down: " + cooldown[1] + "s }");
        }
        w.guardrail("blast-radius: { share: 100%, disbelieve-zero: 0s }  # AWS knows no such limit");
    }
}
