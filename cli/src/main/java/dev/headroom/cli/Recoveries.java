package dev.headroom.cli;

import dev.headroom.planner.recovery.Availability;
import dev.headroom.planner.recovery.Component;
import dev.headroom.planner.recovery.Recovery;
import dev.headroom.planner.recovery.Redundancy;
import dev.headroom.planner.recovery.Stack;
import dev.headroom.planner.recovery.Strategy;
import dev.headroom.spec.RecoverySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a spec's components do when they fail, for people and programs. */
final class Recoveries {

    private Recoveries() {}

    /** The stack of a spec's components. */
    static Stack stack(Map<String, RecoverySpec> spec) {
        List<Component> out = new ArrayList<>();
        spec.forEach((name, r) -> out.add(new Component(
                name,
                Strategy.valueOf(r.strategy().name()),
                new Redundancy(r.copies(), r.needed(), r.zones()),
                new Component.Times(r.detection(), r.promotion(), r.start(), r.scaleUp(), r.restore(), r.dns()),
                new Component.Loss(
                        r.strategy() == RecoverySpec.Strategy.BACKUP ? null : r.lag(), r.interval(), r.backup()),
                new Component.Objective(r.rto(), r.rpo()))));
        return Stack.of(out);
    }

    /** The availability of the stack when that of every component is known; else null. */
    static @Nullable Availability availability(Map<String, RecoverySpec> spec) {
        List<Availability> parts = new ArrayList<>();
        for (Map.Entry<String, RecoverySpec> e : spec.entrySet()) {
            RecoverySpec r = e.getValue();
            if (r.availability() == null) {
                return null;
            }
            Availability copy = Availability.part(e.getKey(), r.availability());
            parts.add(r.copies() == 1 ? copy : new Availability.Redundant(copy, r.needed(), r.copies()));
        }
        return parts.isEmpty() ? null : new Availability.Series(parts);
    }

    /** A table, the gaps and the single points of failure; with a line feed at the end. */
    static String text(Map<String, RecoverySpec> spec) {
        Stack stack = stack(spec);
        List<String[]> rows = new ArrayList<>();
        for (Recovery r : stack.recoveries()) {
            Component c = r.component();
            rows.add(new String[] {
                c.name(),
                c.strategy().words(),
                c.redundancy().words(),
                Recovery.shown(r.rto()),
                c.objective().rto() == null ? "" : Recovery.shown(c.objective().rto()),
                Recovery.shown(r.rpo()),
                c.objective().rpo() == null ? "" : Recovery.shown(c.objective().rpo()),
                r.isMet() ? "" : "missed"
            });
        }
        StringBuilder out = new StringBuilder(PricesShow.grid(
                List.of("component", "comes back by", "copies", "RTO", "asked", "RPO", "asked", "objective"), 3, rows));
        out.append('\n');
        for (Recovery r : stack.gaps()) {
            r.derivation().stream()
                    .filter(l -> l.contains("missed"))
                    .forEach(l -> out.append(r.component().name())
                            .append(": ")
                            .append(l)
                            .append('\n'));
        }
        for (Stack.SinglePoint p : stack.singlePoints()) {
            out.append("single point of failure: ")
                    .append(p.component())
                    .append(" stops with ")
                    .append(p.what());
            out.append(": ").append(p.why()).append("; ").append(p.mend()).append('\n');
        }
        Availability all = availability(spec);
        if (all != null) {
            out.append("availability = ").append(all.formula()).append(" = ").append(all.words());
            out.append(", ").append(Recovery.shown(all.downAYear().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
            out.append(" down a year\n");
        }
        return out.toString();
    }

    /** The same for programs; times in seconds. */
    static Map<String, Object> fields(Map<String, RecoverySpec> spec) {
        Stack stack = stack(spec);
        Map<String, Object> components = new LinkedHashMap<>();
        for (Recovery r : stack.recoveries()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("strategy", r.component().strategy().words());
            one.put("rtoSeconds", r.rto().toMillis() / 1e3);
            one.put("rpoSeconds", r.rpo().toMillis() / 1e3);
            one.put("meanRpoSeconds", r.meanRpo().toMillis() / 1e3);
            one.put("rtoGapSeconds", r.rtoGap() == null ? null : r.rtoGap().toMillis() / 1e3);
            one.put("rpoGapSeconds", r.rpoGap() == null ? null : r.rpoGap().toMillis() / 1e3);
            one.put("derivation", r.derivation());
            components.put(r.component().name(), one);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("components", components);
        root.put("rtoSeconds", stack.rto().toMillis() / 1e3);
        root.put("rpoSeconds", stack.rpo().toMillis() / 1e3);
        List<Object> points = new ArrayList<>();
        for (Stack.SinglePoint p : stack.singlePoints()) {
            points.add(Map.of("component", p.component(), "fails", p.what(), "why", p.why(), "mend", p.mend()));
        }
        root.put("singlePointsOfFailure", points);
        Availability all = availability(spec);
        root.put("availability", all == null ? null : all.availability());
        return root;
    }
}
