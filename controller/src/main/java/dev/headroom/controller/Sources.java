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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a spec, open, and those of a spec that is being rolled out beside it. A spec that changes takes over those it
 * has not changed.
 */
final class Sources {

    /** A source and what it was made from. */
    private record Open(SourceSpec spec, SourceReads reads) {}

    private final Connectors connectors;
    private final Timing timing;
    private final Rules rules;
    private Map<String, Open> open = new LinkedHashMap<>();
    private Map<String, Open> beside = new LinkedHashMap<>();

    Sources(Connectors connectors, Timing timing, Rules rules) {
        this.connectors = connectors;
        this.timing = timing;
        this.rules = rules;
    }

    /** The sources of a spec that are not open yet, or why some cannot be. */
    record Opened(Map<String, SourceReads> reads, Map<String, SourceSpec> specs, List<String> problems) {
        /** Of no spec. */
        static final Opened NOTHING = new Opened(Map.of(), Map.of(), List.of());
    }

    /** Opens what a spec has beyond what is open; changes nothing yet. */
    synchronized Opened open(Spec spec) {
        Map<String, SourceReads> reads = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        spec.sources().forEach((name, source) -> {
            Open known = known(name, source);
            if (known != null) {
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

    private @Nullable Open known(String name, SourceSpec source) {
        Open first = open.get(name);
        if (first != null && first.spec().equals(source)) {
            return first;
        }
        Open second = beside.get(name);
        return second != null && second.spec().equals(source) ? second : null;
    }

    /**
     * Puts opened sources in the place of those there were.
     *
     * @param other those of a spec that is rolled out beside it
     * @return those that are not used any more, to be closed
     */
    synchronized List<MetricSource> use(Opened opened, Opened other) {
        Map<String, Open> next = named(opened);
        Map<String, Open> nextBeside = named(other);
        List<MetricSource> former = new ArrayList<>();
        for (Map<String, Open> some : List.of(open, beside)) {
            for (Open o : some.values()) {
                boolean used = Stream.concat(next.values().stream(), nextBeside.values().stream())
                        .anyMatch(n -> n.reads().equals(o.reads()));
                if (!used && !former.contains(o.reads().source())) {
                    former.add(o.reads().source());
                }
            }
        }
        open = next;
        beside = nextBeside;
        return former;
    }

    private static Map<String, Open> named(Opened opened) {
        Map<String, Open> named = new LinkedHashMap<>();
        opened.reads().forEach((name, reads) -> {
            SourceSpec spec = opened.specs().get(name);
            if (spec != null) {
                named.put(name, new Open(spec, reads));
            }
        });
        return named;
    }

    /** Closes what was opened and is not used. */
    synchronized void drop(Opened opened) {
        opened.reads().values().stream()
                .filter(r -> Stream.concat(open.values().stream(), beside.values().stream())
                        .noneMatch(o -> o.reads().equals(r)))
                .forEach(r -> Closing.close(r.source()));
    }

    /** Of the spec in force. */
    synchronized Map<String, SourceReads> reads() {
        return reads(open);
    }

    /** Of the spec that is rolled out beside it. */
    synchronized Map<String, SourceReads> readsBeside() {
        return reads(beside);
    }

    /** All that are open; each once. */
    synchronized List<MetricSource> all() {
        return Stream.concat(open.values().stream(), beside.values().stream())
                .map(o -> o.reads().source())
                .distinct()
                .toList();
    }

    private static Map<String, SourceReads> reads(Map<String, Open> some) {
        Map<String, SourceReads> reads = new HashMap<>();
        some.forEach((name, o) -> reads.put(name, o.reads()));
        return reads;
    }
}
