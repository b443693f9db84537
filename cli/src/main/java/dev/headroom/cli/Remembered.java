package dev.headroom.cli;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Observations;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decider that remembers its last decision up to a time, and what was seen for it, so that it can be explained. */
final class Remembered implements Decider {

    private static final String ALERT = "alert: ";

    private final Decider decider;
    private final Instant until;
    private @Nullable Decision last;
    private @Nullable Decision lastChange;
    private final Map<String, Said> said = new LinkedHashMap<>();

    /** What was said to people or to other workloads, when first and how often. */
    private record Said(Instant first, int times) {
        Said and(Said other) {
            return new Said(first.isBefore(other.first) ? first : other.first, times + other.times);
        }
    }

    Remembered(Decider decider, Instant until) {
        this.decider = decider;
        this.until = until;
    }

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        Decision d = decider.decide(workload, state, seen, now);
        for (Advice a : d.advice()) {
            String text = text(a);
            if (text != null) {
                said.merge(text, new Said(now, 1), Said::and);
            }
        }
        if (!now.isAfter(until)) {
            last = d;
            lastChange = d.acts() ? d : lastChange;
        }
        return d;
    }

    private static @Nullable String text(Advice advice) {
        return switch (advice) {
            case Advice.Alert alert -> ALERT + alert.text();
            case Advice.ScaleFirst first -> first.workload() + " is asked to grow first";
            case Advice.ResizePool resize -> "the pool of " + resize.pool() + " is divided anew";
            case Advice.Shed shed -> shed.workload() + " is shed for money";
            case Advice.ResizeReplica ignored -> null;
            case Advice.OverrideEnded ignored -> null;
        };
    }

    /** What was said to people or to other workloads, a line each. */
    List<String> said() {
        return lines(said);
    }

    /**
     * What was said by several workloads, a line each that begins with its name; alerts, which are of budgets that they
     * share, once.
     */
    static List<String> said(Map<String, Remembered> byName) {
        Map<String, Said> all = new LinkedHashMap<>();
        byName.forEach((name, r) -> r.said.forEach(
                (text, said) -> all.merge(text.startsWith(ALERT) ? text : name + ": " + text, said, Said::and)));
        return lines(all);
    }

    private static List<String> lines(Map<String, Said> said) {
        return said.entrySet().stream()
                .map(e -> e.getKey() + ", first at " + e.getValue().first()
                        + (e.getValue().times() > 1 ? ", in " + e.getValue().times() + " decisions" : ""))
                .toList();
    }

    /** The decision in force at the time, and the last one that changed something if that is another, in words. */
    String explanation() {
        if (last == null) {
            return "there was no decision yet at " + until + "\n";
        }
        StringBuilder out = new StringBuilder();
        say(out, last);
        if (lastChange != null && !lastChange.at().equals(last.at())) {
            out.append("\nthe last change before that\n");
            say(out, lastChange);
        }
        return out.toString();
    }

    private static void say(StringBuilder out, Decision d) {
        out.append(d.at()).append(": ");
        if (d.acts()) {
            out.append(d.current()).append(" → ").append(d.desired()).append(" replicas\n");
        } else {
            out.append(d.current()).append(d.current() == 1 ? " replica stays\n" : " replicas stay\n");
        }
        d.explanation().lines().forEach(line -> out.append("  ").append(line).append('\n'));
    }
}
