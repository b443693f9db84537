package dev.headroom.controller.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * A spec drawn from a seed, and what its workloads have to do.
 *
 * @param text the spec
 * @param workloads in its order
 * @param controllers how many run at a time, 1 or 2
 */
record Drawn(String text, List<Item> workloads, int controllers) {

    /**
     * A workload.
     *
     * @param each what a replica does of each signal's measure
     * @param steady whether enough replicas are known from that: a target policy, without a budget
     * @param fences whether its target turns away old tokens
     */
    record Item(String name, int min, int max, List<Double> each, boolean steady, boolean budgeted, boolean fences) {}

    private static final Pattern BOOT = Pattern.compile("boot: (\\d+)s");
    private static final String[] INTERVALS = {"10s", "15s", "30s"};

    static Drawn of(long seed) {
        SplittableRandom r = new SplittableRandom(seed ^ 0x5DEECE66DL);
        int count = 1 + r.nextInt(3);
        boolean budget = r.nextInt(3) == 0;
        List<Item> items = new ArrayList<>();
        StringBuilder text = new StringBuilder("""
                apiVersion: headroom/v1
                sources:
                  a: { type: exec, command: a }
                  b: { type: exec, command: b }
                workloads:
                """);
        for (int i = 0; i < count; i++) {
            String name = String.valueOf((char) ('p' + i));
            int min = 1 + r.nextInt(3);
            int max = min + 5 + r.nextInt(25);
            int kind = r.nextInt(4);
            List<Double> each = kind == 2 ? List.of(10.0, 4.0) : List.of(10.0);
            text.append("  ").append(name).append(":\n    interval: ").append(INTERVALS[r.nextInt(INTERVALS.length)]);
            text.append("\n    target: { type: exec, observe: o, apply: a }\n")
                    .append("    replica: { boot: ")
                    .append(10 + r.nextInt(80))
                    .append("s, concurrency: 10, price: 0.1 USD/h }\n")
                    .append("    bounds: { min: ")
                    .append(min)
                    .append(", max: ")
                    .append(max)
                    .append(" }\n")
                    .append("    signals:\n      load: { source: a, query: ")
                    .append(name)
                    .append("/0, measures: in-flight, max-age: 1m }\n");
            if (kind == 2) {
                text.append("      jobs: { source: b, query: ")
                        .append(name)
                        .append("/1, measures: backlog, max-age: 2m }\n");
            }
            if (kind == 3) {
                text.append("    objective: { latency: { p95: 500ms } }\n");
            } else {
                text.append("    policies:\n      - target: { signal: load, per-replica: 10 }\n");
                if (kind == 2) {
                    text.append("      - target: { signal: jobs, per-replica: 4 }\n");
                }
            }
            if (kind == 1) {
                text.append("    guardrails: { cooldown: { up: 30s, down: ")
                        .append(60 + r.nextInt(60))
                        .append("s } }\n");
            }
            items.add(new Item(name, min, max, each, kind != 3 && !budget, budget, r.nextBoolean()));
        }
        if (budget) {
            text.append(String.format(
                    Locale.ROOT, "budgets:%n  - { hourly: %.1f USD }%n", 0.1 * count * (4 + r.nextInt(12))));
        }
        int controllers = 1 + r.nextInt(2);
        if (r.nextBoolean()) {
            text.append("controller: { rollout: { shadow: 1m, first: 1m, watch: 2m } }\n");
        }
        return new Drawn(text.toString(), items, controllers);
    }

    /** The spec as it would be if replicas took some seconds longer to boot: another one, by which as many are needed. */
    String booting(int longer) {
        return BOOT.matcher(text).replaceAll(m -> "boot: " + (Integer.parseInt(m.group(1)) + longer) + "s");
    }
}
