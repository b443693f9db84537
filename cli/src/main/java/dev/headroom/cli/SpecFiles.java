package dev.headroom.cli;

import dev.headroom.spec.Loaded;
import dev.headroom.spec.Problem;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads specs for commands that need a valid one. */
final class SpecFiles {

    private SpecFiles() {}

    /**
     * The spec in a file; every problem is printed first.
     *
     * @throws Refusal when the spec cannot be used
     */
    static Spec load(Path file, PrintWriter err) {
        Loaded loaded = SpecReader.read(file);
        for (Problem p : loaded.problems()) {
            err.println(p.render());
        }
        if (loaded.spec() == null) {
            long errors = loaded.problems().stream()
                    .filter(p -> p.severity() == Problem.Severity.ERROR)
                    .count();
            throw new Refusal(
                    errors == 1
                            ? "the spec has a problem, shown above"
                            : "the spec has " + errors + " problems, shown above");
        }
        return loaded.spec();
    }

    /**
     * The workload of that name, or the only one, or the only one that says what its replicas do.
     *
     * @throws Refusal when there is none, or none was named and there are several
     */
    static WorkloadSpec workload(Spec spec, @Nullable String name) {
        if (name == null) {
            String names = String.join(", ", spec.workloads().keySet());
            if (spec.workloads().size() == 1) {
                return spec.workloads().values().iterator().next();
            }
            List<WorkloadSpec> able = spec.workloads().values().stream()
                    .filter(w -> w.service() != null)
                    .toList();
            if (able.size() == 1) {
                return able.getFirst();
            }
            if (spec.workloads().isEmpty()) {
                throw new Refusal("the spec has no workload to simulate; add one under 'workloads'");
            }
            throw new Refusal("the spec has several workloads; choose one with --workload: " + names);
        }
        return workload(spec.workloads(), name);
    }

    /**
     * The workload of that name.
     *
     * @throws Refusal when there is none
     */
    static WorkloadSpec workload(Map<String, WorkloadSpec> workloads, String name) {
        WorkloadSpec found = workloads.get(name);
        if (found == null) {
            throw new Refusal(
                    "the spec has no workload '" + name + "'; it has: " + String.join(", ", workloads.keySet()));
        }
        return found;
    }
}
