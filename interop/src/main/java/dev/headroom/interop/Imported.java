package dev.headroom.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an import found, to be written as a spec. */
public final class Imported {

    private final String format;
    private final List<Sketch> workloads;
    private final Map<String, Map<String, String>> sources;
    private final List<String> notes;

    /**
     * What was found.
     *
     * @param format the word of the importer
     * @param workloads in the order of the files
     * @param sources of signals, by name
     * @param notes what of the files a spec cannot say, or what was assumed
     */
    Imported(String format, List<Sketch> workloads, Map<String, Map<String, String>> sources, List<String> notes) {
        this.format = format;
        this.workloads = List.copyOf(workloads);
        this.sources = sources;
        this.notes = List.copyOf(notes);
    }

    /** The names of the workloads. */
    public List<String> names() {
        return workloads.stream().map(Sketch::name).toList();
    }

    /** What was left out or assumed, a sentence each. */
    public List<String> notes() {
        return notes;
    }

    /** The facts without which what was found cannot be simulated, and that were not given. */
    public List<Fact> missing(Map<Fact, String> given) {
        List<Fact> out = new ArrayList<>();
        for (Fact f : List.of(Fact.BOOT, Fact.SERVICE_TIME, Fact.CONCURRENCY)) {
            if (!given.containsKey(f)) {
                out.add(f);
            }
        }
        boolean queue = workloads.stream().anyMatch(Sketch::queue);
        if (!given.containsKey(Fact.LATENCY) && !given.containsKey(Fact.DEADLINE)) {
            out.add(queue ? Fact.DEADLINE : Fact.LATENCY);
        }
        return out;
    }

    /**
     * The spec as a text, with comments that say what came from where and what needs an answer.
     *
     * @param given facts that the files do not say, of every workload
     */
    public String spec(Map<Fact, String> given) {
        StringBuilder out = new StringBuilder("# Read by 'headroom import ")
                .append(format)
                .append("'. A '?' marks what it does not say.\n");
        for (String note : notes) {
            out.append("# ").append(Sketch.comment(note)).append('\n');
        }
        out.append("apiVersion: headroom/v1\n");
        if (!sources.isEmpty()) {
            out.append("sources:\n");
            sources.forEach((name, keys) -> out.append("  ")
                    .append(name)
                    .append(": ")
                    .append(Sketch.flow(keys))
                    .append('\n'));
        }
        out.append("workloads:\n");
        workloads.forEach(w -> w.write(out, given));
        return out.toString();
    }
}
