package dev.headroom.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses cycles of workloads that depend on each other: none of them could grow first. */
final class Tiers {

    private final Reading reading;
    private final Map<String, List<Reading.Edge>> edges = new LinkedHashMap<>();
    private final Set<String> done = new HashSet<>();

    private Tiers(Reading reading) {
        this.reading = reading;
        for (Reading.Edge e : reading.edges()) {
            edges.computeIfAbsent(e.from(), k -> new ArrayList<>()).add(e);
        }
    }

    /** Reports every cycle once, at the reference that closes it. */
    static void check(Reading reading) {
        Tiers tiers = new Tiers(reading);
        for (String workload : reading.workloads()) {
            tiers.visit(workload, new ArrayList<>());
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
                                cycle.size() == 2
                                        ? "'" + e.to() + "' depends on itself"
                                        : "tiers depend on each other in a circle: " + String.join(" → ", cycle),
                                "remove one of the dependencies");
            } else if (reading.workloads().contains(e.to())) {
                visit(e.to(), path);
            }
        }
        path.removeLast();
        done.add(workload);
    }
}
