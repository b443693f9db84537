package dev.headroom.planner;

import dev.headroom.planner.quantity.Definition;
import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Figure;
import dev.headroom.planner.quantity.Figures;
import dev.headroom.planner.quantity.Fraction;
import dev.headroom.planner.quantity.Graph;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.quantity.Refused;
import dev.headroom.planner.quantity.Unit;
import dev.headroom.planner.quantity.UnitMismatch;
import dev.headroom.planner.sizer.Check;
import dev.headroom.planner.sizer.Check.Contradiction;
import dev.headroom.planner.sizer.Demand;
import dev.headroom.planner.sizer.Draft;
import dev.headroom.planner.sizer.Formulas;
import dev.headroom.planner.sizer.Input;
import dev.headroom.planner.sizer.Limit;
import dev.headroom.planner.sizer.Problem;
import dev.headroom.planner.sizer.Service;
import dev.headroom.planner.sizer.Sizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a plan of what was entered. */
public final class Planner {

    /**
     * How to plan.
     *
     * @param years of growth to look at, at least 1
     * @param draws random draws when inputs are uncertain
     * @param seed of the draws
     * @param whatIf values instead of the plan's own, by the name of the quantity
     */
    public record Options(int years, int draws, long seed, Map<String, String> whatIf) {
        /** One year, 10 000 draws, seed 1. */
        public static final Options DEFAULT = new Options(1, 10_000, 1, Map.of());

        public Options {
            whatIf = Map.copyOf(whatIf);
        }
    }

    private final PlanInput input;
    private final Options options;
    private final Draft draft;
    private final List<Service> services = new ArrayList<>();

    private Planner(PlanInput input, Options options, Formulas formulas) {
        this.input = input;
        this.options = options;
        this.draft = new Draft(formulas);
    }

    /**
     * Makes a plan.
     *
     * @throws Unplannable with every problem of the input
     */
    public static Plan plan(PlanInput input, Options options, Formulas formulas) {
        return new Planner(input, options, formulas).plan();
    }

    private Plan plan() {
        Demand.define(draft, input.demand());
        input.services().forEach((name, keys) -> {
            Service s = Sizers.size(draft, name, keys, input.prices()::get);
            if (s != null) {
                services.add(s);
                allowed(s);
            }
        });
        Totals.define(draft, services, options.years());
        List<Definition> definitions = draft.finish();
        refuseIfAny();
        Graph graph = withWhatIf(definitions);
        Figures figures = figures(graph, Map.of());
        Growing growing = growth(figures);
        Map<String, Quantity> entered = entered(figures);
        refuseIfAny();
        return new Plan(
                figures,
                baseline(graph, figures),
                entered.isEmpty() ? Figures.NONE : figures(graph, entered),
                services,
                contradictions(figures),
                new Draws(graph, graph.order()).of(options.draws(), options.seed()),
                growing == null ? null : growing.path(graph, figures, options.years()));
    }

    private void refuseIfAny() {
        if (!draft.problems().isEmpty()) {
            throw new Unplannable(draft.problems());
        }
    }

    /** A workload that runs a service limits what it can have. */
    private void allowed(Service s) {
        if (s.workload() == null || s.bought().isEmpty()) {
            return;
        }
        String path = "services." + s.name() + ".workload";
        PlanInput.Allowed bounds = input.workloads().get(s.workload());
        if (bounds == null) {
            draft.problem(
                    path,
                    "no workload '" + s.workload() + "' is defined",
                    input.workloads().isEmpty()
                            ? "define it under workloads"
                            : "there are " + String.join(", ", input.workloads().keySet()));
            return;
        }
        Service.Bought main = s.bought().getFirst();
        String maximum = s.name() + ".maximum";
        draft.define(
                path,
                maximum,
                Unit.of(main.noun()),
                Expression.of(new Quantity(Fraction.of(bounds.max()), Unit.of(main.noun()))),
                "bounds.max of workload " + s.workload());
        draft.limit(new Limit(
                "the maximum of workload " + s.workload(),
                main.figure(),
                maximum,
                "maximum-below-plan",
                "workloads." + s.workload() + ".bounds.max"));
    }

    private Graph withWhatIf(List<Definition> definitions) {
        Map<String, Definition> all = new LinkedHashMap<>();
        definitions.forEach(d -> all.put(d.name(), d));
        options.whatIf().forEach((name, text) -> {
            Definition d = all.get(name);
            if (d == null) {
                draft.problem("--what-if " + name, "the plan has no quantity '" + name + "'", nearest(name, all));
                return;
            }
            if (all.containsKey(text)) {
                all.put(name, new Definition(name, d.unit(), Expression.name(text), null, d.note()));
                return;
            }
            Quantity value = value(d, "--what-if " + name, text);
            if (value != null) {
                all.put(name, new Definition(name, d.unit(), Expression.of(value), null, d.note()));
            }
        });
        refuseIfAny();
        try {
            return new Graph(all.values());
        } catch (Refused e) {
            throw unplannable(e);
        }
    }

    private static String nearest(String name, Map<String, Definition> all) {
        List<String> near = all.keySet().stream()
                .filter(k -> k.endsWith("." + name) || name.endsWith("." + k) || k.contains(name))
                .limit(5)
                .toList();
        return near.isEmpty()
                ? "headroom plan -o json lists them all"
                : "did you mean " + String.join(" or ", near) + "?";
    }

    /** A value entered for a quantity, in its unit; null after reporting that it is none. */
    private @Nullable Quantity value(Definition d, String path, String text) {
        Quantity q = Quantity.parse(text);
        if (q == null) {
            draft.problem(
                    path,
                    "'" + text + "' is not a quantity",
                    "write it in " + d.unit().described());
            return null;
        }
        try {
            Quantity value = q.unit().symbol().isEmpty() ? new Quantity(q.amount(), d.unit()) : q.in(d.unit());
            if (value.amount().signum() < 0) {
                draft.problem(path, value + " is negative", "it must be 0 or more");
                return null;
            }
            return value;
        } catch (UnitMismatch e) {
            draft.problem(path, String.valueOf(e.getMessage()), e.mend());
            return null;
        }
    }

    private Figures figures(Graph graph, Map<String, Quantity> instead) {
        try {
            return graph.evaluate(instead);
        } catch (Refused e) {
            throw unplannable(e);
        }
    }

    private Unplannable unplannable(Refused e) {
        String path = draft.paths().getOrDefault(e.name(), "");
        return new Unplannable(List.of(new Problem(path, String.valueOf(e.getMessage()), e.mend())));
    }

    private Figures baseline(Graph graph, Figures figures) {
        Figure sustained = figures.find("sustained-rate");
        return sustained == null || !figures.has("peak-rate")
                ? Figures.NONE
                : figures(graph, Map.of("peak-rate", sustained.value()));
    }

    private Map<String, Quantity> entered(Figures figures) {
        Map<String, Quantity> out = new LinkedHashMap<>();
        if (input.demand().get("entered") instanceof Input.Group g) {
            g.parts().forEach((name, value) -> {
                Figure f = figures.find(name);
                String path = "demand.entered." + name;
                if (f == null) {
                    draft.problem(path, "the plan has no quantity '" + name + "'", "name one of the plan");
                } else if (value instanceof Input.Text t) {
                    Quantity q = value(f.definition(), path, t.text());
                    if (q != null) {
                        out.put(name, q);
                    }
                }
            });
        }
        return out;
    }

    private List<Contradiction> contradictions(Figures figures) {
        List<Contradiction> out = new ArrayList<>();
        for (Limit l : draft.limits()) {
            Figure need = figures.find(l.need());
            Figure limit = figures.find(l.limit());
            if (need != null && limit != null && need.value().exceeds(limit.value())) {
                out.add(new Contradiction(
                        l.kind(),
                        l.path(),
                        l.what() + " is " + limit.value() + ", and " + need.name() + " are " + need.value(),
                        "raise it to " + need.value() + ", or need less"));
            }
        }
        for (Check c : draft.checks()) {
            c.find().apply(figures).ifPresent(out::add);
        }
        return out;
    }

    private @Nullable Growing growth(Figures figures) {
        if (!(input.demand().get("growth") instanceof Input.Group g)) {
            return null;
        }
        return Growing.read(draft, g, figures, draft.limits(), services);
    }
}
