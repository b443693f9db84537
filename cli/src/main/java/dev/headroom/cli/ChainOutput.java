package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.engine.model.Objective;
import dev.headroom.simulator.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Results of workloads simulated together, as a table for people, JSON or CSV for programs.
 *
 * @param trace the traces' names
 * @param workloads the tiers, in the order of their results
 * @param objectives what each of them promises
 * @param seed the seed
 * @param from begin of the simulated span, ISO-8601
 * @param to end of it
 * @param results one per policy, the spec's own first
 * @param notes what the reader should know
 * @param explanations why workloads had the replicas they had at a time, by name; empty when nobody asked
 */
record ChainOutput(
        String trace,
        List<String> workloads,
        List<Objective> objectives,
        long seed,
        String from,
        String to,
        List<Together> results,
        List<String> notes,
        Map<String, String> explanations) {

    /**
     * What came of one policy.
     *
     * @param whole of all tiers
     * @param tiers of each
     */
    record Together(Result whole, List<Result> tiers) {}

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    String json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("trace", trace);
        root.put("workloads", workloads);
        root.put("seed", seed);
        root.put("mode", "request");
        root.put("from", from);
        root.put("to", to);
        root.put("results", results.stream().map(this::fields).toList());
        root.put("notes", notes);
        if (!explanations.isEmpty()) {
            Map<String, Object> lines = new LinkedHashMap<>();
            explanations.forEach((name, text) -> lines.put(name, text.lines().toList()));
            root.put("explanations", lines);
        }
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of numbers and strings are always JSON", e);
        }
    }

    private Map<String, Object> fields(Together r) {
        Map<String, Object> f = SimulationOutput.fields(r.whole());
        List<Object> each = new ArrayList<>();
        for (int i = 0; i < workloads.size(); i++) {
            Map<String, Object> tier = new LinkedHashMap<>();
            tier.put("workload", workloads.get(i));
            Map<String, Object> rest = SimulationOutput.fields(r.tiers().get(i));
            rest.remove("policy");
            tier.putAll(rest);
            each.add(tier);
        }
        f.put("tiers", each);
        return f;
    }

    /** A line for the whole under each policy, without a workload, and one for each tier. */
    String csv() {
        StringBuilder out = new StringBuilder();
        for (Together r : results) {
            line(out, "", r.whole());
            for (int i = 0; i < workloads.size(); i++) {
                line(out, workloads.get(i), r.tiers().get(i));
            }
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String workload, Result r) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("workload", workload);
        fields.putAll(SimulationOutput.fields(r));
        if (out.isEmpty()) {
            out.append(String.join(",", fields.keySet())).append('\n');
        }
        List<String> cells = new ArrayList<>();
        fields.values().forEach(v -> cells.add(v == null ? "" : String.valueOf(v)));
        out.append(String.join(",", cells)).append('\n');
    }

    /** All of it, for people. */
    String text() {
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "%s, simulated together: %,.0f requests from %s to %s%n%n",
                String.join(", ", workloads),
                results.get(0).whole().arrived(),
                from,
                to));
        out.append(table()).append('\n');
        notes.forEach(note -> out.append("  ").append(note).append('\n'));
        out.append("  request mode, seed ").append(seed).append('\n');
        explanations.forEach(
                (name, why) -> out.append('\n').append(name).append('\n').append(why));
        return out.toString();
    }

    /** The whole under each policy, and below it each tier; in time is by each one's own objective. */
    private String table() {
        List<SimulationOutput.Row> rows = new ArrayList<>();
        Together first = results.get(0);
        for (Together r : results) {
            rows.add(new SimulationOutput.Row(r.whole().policy(), r.whole(), first.whole()));
            for (int i = 0; i < workloads.size(); i++) {
                rows.add(new SimulationOutput.Row(
                        "  " + workloads.get(i), r.tiers().get(i), first.tiers().get(i)));
            }
        }
        return SimulationOutput.table("policy", rows);
    }
}
