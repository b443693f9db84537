package dev.headroom.cli;

import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.model.Money;
import dev.headroom.planner.Plan;
import dev.headroom.planner.PlanInput;
import dev.headroom.planner.Planner;
import dev.headroom.planner.Unplannable;
import dev.headroom.planner.sizer.Input;
import dev.headroom.spec.Expressions;
import dev.headroom.spec.InputSpec;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Problem;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the demand and the services of a spec into what the planner works on. */
final class Plans {

    /** Enough to see that draws can be made. */
    private static final int LEAST_DRAWS = 100;

    private Plans() {}

    /** Whether there is anything to plan. */
    static boolean has(Spec spec) {
        return spec.services().values().stream().anyMatch(s -> s.containsKey("sizer"))
                || !spec.demand().isEmpty();
    }

    /**
     * The plan of a spec.
     *
     * @throws Unplannable with every problem
     */
    static Plan of(Spec spec, Planner.Options options) {
        return Planner.plan(input(spec), options, Expressions::compile);
    }

    /** Everything that keeps a spec from being planned, at its places. */
    static List<Problem> problems(Unplannable e, SpecText text) {
        return e.problems().stream()
                .map(p -> text.problem(Problem.Severity.ERROR, p.path(), p.message(), p.mend()))
                .toList();
    }

    /** What came of reading a spec, with whatever keeps its demand and services from being planned. */
    static Loaded checked(Loaded loaded, Path file) {
        Spec spec = loaded.spec();
        if (spec == null || !has(spec)) {
            return loaded;
        }
        try {
            of(spec, new Planner.Options(1, LEAST_DRAWS, 1, Map.of()));
            return loaded;
        } catch (Unplannable e) {
            List<Problem> all = new ArrayList<>(loaded.problems());
            all.addAll(problems(e, SpecText.read(file)));
            return new Loaded(null, all);
        }
    }

    static PlanInput input(Spec spec) {
        Map<String, Map<String, Input>> services = new LinkedHashMap<>();
        spec.services().forEach((name, keys) -> {
            if (keys.containsKey("sizer")) {
                services.put(name, group(keys));
            }
        });
        Map<String, PlanInput.Allowed> workloads = new LinkedHashMap<>();
        spec.workloads().forEach((name, w) -> {
            Bounds b = w.workload().guardrails().bounds();
            workloads.put(name, new PlanInput.Allowed(b.min(), b.max()));
        });
        Map<String, String> prices = new LinkedHashMap<>();
        for (String instance : spec.prices().names()) {
            Money price = spec.prices().hourly(instance);
            if (price != null) {
                prices.put(instance, price.amount().toPlainString() + " " + price.currency() + "/h");
            }
        }
        return new PlanInput(group(spec.demand()), services, workloads, prices);
    }

    private static Map<String, Input> group(Map<String, InputSpec> parts) {
        Map<String, Input> out = new LinkedHashMap<>();
        parts.forEach((name, part) -> out.put(name, input(part)));
        return out;
    }

    private static Input input(InputSpec spec) {
        return switch (spec) {
            case InputSpec.Text t -> new Input.Text(t.text());
            case InputSpec.Uncertain u -> new Input.Uncertain(u.shape(), u.values());
            case InputSpec.Group g -> new Input.Group(group(g.parts()));
        };
    }
}
