package dev.headroom.cli;

import dev.headroom.planner.Plan;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Service;
import dev.headroom.spec.Problem;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.SpecText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a spec with a plan's figures as bounds of its workloads: the least is what the sustained rate needs, the most
 * what the peak needs. Everything else of the text, comments and layout, stays as it is.
 *
 * @param before the text as it is
 * @param after the text with the figures
 * @param changes what changes, in words
 */
record Bounded(String before, String after, List<String> changes) {

    /**
     * Writes a plan's figures into a spec's text.
     *
     * @throws Refusal when the text has no place for them, or would not be a valid spec
     */
    static Bounded of(Spec spec, Plan plan, SpecText text, String file) {
        SpecText now = text;
        List<String> changes = new ArrayList<>();
        for (Service s : plan.services()) {
            String workload = s.workload();
            if (workload == null || s.bought().isEmpty()) {
                continue;
            }
            String units = s.bought().getFirst().figure();
            int most = whole(plan.figures().value(units));
            int least = plan.baseline().has(units) ? whole(plan.baseline().value(units)) : most;
            String path = "workloads." + workload;
            int min = bound(spec, workload, true);
            int max = bound(spec, workload, false);
            if (min != least || max != Math.max(least, most)) {
                now = bounds(now, path, least, Math.max(least, most));
                changes.add(workload + ": min " + min + " → " + least + ", max " + max + " → " + Math.max(least, most));
            }
        }
        List<Problem> broken = SpecReader.read(file, now.text()).problems().stream()
                .filter(p ->
                        p.severity() == Problem.Severity.ERROR && !p.message().contains("cannot be read"))
                .toList();
        if (!changes.isEmpty() && !broken.isEmpty()) {
            throw new Refusal("the plan's bounds do not fit the spec: "
                    + broken.getFirst().render());
        }
        return new Bounded(text.text(), now.text(), changes);
    }

    private static int bound(Spec spec, String workload, boolean min) {
        var w = spec.workloads().get(workload);
        if (w == null) {
            return 0;
        }
        var bounds = w.workload().guardrails().bounds();
        return min ? bounds.min() : bounds.max();
    }

    private static int whole(Quantity units) {
        return units.base().up().numerator().intValueExact();
    }

    private static SpecText bounds(SpecText text, String path, int min, int max) {
        SpecText changed = set(text, path, "min", min);
        changed = changed == null ? null : set(changed, path, "max", max);
        if (changed == null) {
            changed = text.added(path, "bounds", "{ min: " + min + ", max: " + max + " }");
        }
        if (changed == null) {
            throw new Refusal("the place of '" + path + ".bounds' was not found; is the workload an alias?");
        }
        return changed;
    }

    private static @Nullable SpecText set(SpecText text, String path, String key, int value) {
        SpecText replaced = text.replaced(path + ".bounds." + key, String.valueOf(value));
        return replaced != null ? replaced : text.added(path + ".bounds", key, String.valueOf(value));
    }

    /** The lines that differ, each with its number, and the line before as it stays. */
    String diff() {
        List<String> a = before.lines().toList();
        List<String> b = after.lines().toList();
        int[][] common = common(a, b);
        StringBuilder out = new StringBuilder();
        boolean open = false;
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                open = false;
                i++;
                j++;
                continue;
            }
            if (!open) {
                out.append("@@ line ").append(i + 1).append('\n');
                if (i > 0) {
                    out.append("  ").append(a.get(i - 1)).append('\n');
                }
                open = true;
            }
            if (j >= b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
                out.append("- ").append(a.get(i)).append('\n');
                i++;
            } else {
                out.append("+ ").append(b.get(j)).append('\n');
                j++;
            }
        }
        return out.toString();
    }

    /** Lengths of the longest common subsequences of all tails. */
    private static int[][] common(List<String> a, List<String> b) {
        int[][] out = new int[a.size() + 2][b.size() + 2];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                out[i][j] = a.get(i).equals(b.get(j)) ? out[i + 1][j + 1] + 1 : Math.max(out[i + 1][j], out[i][j + 1]);
            }
        }
        return out;
    }
}
