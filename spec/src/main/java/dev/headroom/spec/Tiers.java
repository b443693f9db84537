package dev.headroom.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses cycles of workloads: of those that depend on each other none could grow first, and calls would never end. */
final class Tiers {

    private final Reading reading;
    private final String itself;
    private final String circle;
    private final String mend;
    private final Map<String, List<Reading.Edge>> edges = new LinkedHashMap<>();
    private final Set<String> done = new HashSet<>();

    private Tiers(Reading reading, List<Reading.Edge> all, String itself, String circle, String mend) {
        this.reading = reading;
        this.itself = itself;
        this.circle = circle;
        this.mend = mend;
        for (Reading.Edge e : all) {
            edges.computeIfAbsent(e.from(), k -> new ArrayList<>()).add(e);
        }
    }

    /** Reports every cycle once, at the reference that closes it. */
    static void check(Reading reading) {
        new Tiers(
                        reading,
                        reading.edges(),
                        "depends on itself",
                        "tiers depend on each other in a circle: ",
                        "remove one of the dependencies")
                .visitAll();
        new Tiers(
                        reading,
                        reading.calls(),
                        "calls itself",
                        "workloads call each other in a circle: ",
                        "remove one of the calls")
                .visitAll();
    }

    private void visitAll() {
        for (String workload : reading.workloads()) {
            visit(workload, new ArrayList<>());
        }
    }

    private void visit(String workload, List<String> path) {
        if (done.contains(workload)) {
            return;
        }
        path.add(workload);
        for (Reading.Edge e : edges.getOrDefault(workload, List.of())) {
            int start = path.indexOf(e.to());
            if (start >= 0) {
                List<String> cycle = new ArrayList<>(path.subList(start, path.size()));
                cycle.add(e.to());
                e.at().error(
                                cycle.size() == 2 ? "'" + e.to() + "' " + itself : circle + String.join(" → ", cycle),
                                mend);
            } else if (reading.workloads().contains(e.to())) {
                visit(e.to(), path);
            }
        }
        path.removeLast();
        done.add(workload);
    }
}
