package dev.headroom.controller;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.spec.SourceSpec;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sources of a spec, open. A spec that changes takes over those it has not changed. */
final class Sources {

    /** A source and what it was made from. */
    private record Open(SourceSpec spec, SourceReads reads) {}

    private final Connectors connectors;
    private final Timing timing;
    private final Rules rules;
    private Map<String, Open> open = new LinkedHashMap<>();

    Sources(Connectors connectors, Timing timing, Rules rules) {
        this.connectors = connectors;
        this.timing = timing;
        this.rules = rules;
    }

    /** The sources of a spec that are not open yet, or why some cannot be. */
    record Opened(Map<String, SourceReads> reads, Map<String, SourceSpec> specs, List<String> problems) {}

    /** Opens what a spec has beyond what is open; changes nothing yet. */
    synchronized Opened open(Spec spec) {
        Map<String, SourceReads> reads = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        spec.sources().forEach((name, source) -> {
            Open known = open.get(name);
            if (known != null && known.spec().equals(source)) {
                reads.put(name, known.reads());
            } else if (connectors.isSource(source.type()) || !connectors.isTarget(source.type())) {
                try {
                    reads.put(
                            name,
                            new SourceReads(
                                    name, connectors.source(name, source), timing, rules.gather(), timeout(source)));
                } catch (IllegalArgumentException e) {
                    problems.add(e.getMessage());
                }
            }
            // A source of a target's type is read from each workload's own target.
        });
        for (WorkloadSpec w : spec.workloads().values()) {
            w.workload().signals().forEach(signal -> {
                SourceSpec source = spec.sources().get(signal.source());
                if (source != null
                        && !connectors.isSource(source.type())
                        && connectors.isTarget(source.type())
                        && !w.target().type().equals(source.type())) {
                    problems.add("workload '" + w.workload().name() + "': signal '" + signal.name()
                            + "' is read from its own replicas (source type " + source.type()
                            + "), and its target is of type " + w.target().type());
                }
            });
        }
        return new Opened(reads, spec.sources(), problems);
    }

    /** The source's own time-out and a little more, so that it is the source that says what happened. */
    private Duration timeout(SourceSpec source) {
        return source.options().get("timeout") instanceof Duration d ? d.plusSeconds(2) : rules.sourceTimeout();
    }

    /** Puts opened sources in the place of those there were; gives those that are not used any more, to be closed. */
    synchronized List<MetricSource> use(Opened opened) {
        Map<String, Open> next = new LinkedHashMap<>();
        opened.reads().forEach((name, reads) -> {
            SourceSpec spec = opened.specs().get(name);
            if (spec != null) {
                next.put(name, new Open(spec, reads));
            }
        });
        List<MetricSource> former = new ArrayList<>();
        open.forEach((name, o) -> {
            Open now = next.get(name);
            if (now == null || !now.reads().equals(o.reads())) {
                former.add(o.reads().source());
            }
        });
        open = next;
        return former;
    }

    synchronized Map<String, SourceReads> reads() {
        Map<String, SourceReads> reads = new HashMap<>();
        open.forEach((name, o) -> reads.put(name, o.reads()));
        return reads;
    }
}
