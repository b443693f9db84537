package dev.headroom.planner.quantity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Named quantities that depend on each other, without cycles. Immutable; evaluating it again with other inputs is cheap. */
public final class Graph {

    private final Map<String, Definition> definitions;

    /** A graph of definitions with different names, in the order they shall be shown. */
    public Graph(Collection<Definition> definitions) {
        Map<String, Definition> all = new LinkedHashMap<>();
        for (Definition d : definitions) {
            if (all.putIfAbsent(d.name(), d) != null) {
                throw new Refused(d.name(), "'" + d.name() + "' is defined twice", "rename one of the two");
            }
        }
        this.definitions = Collections.unmodifiableMap(all);
    }

    /** The definitions by name, in order. */
    public Map<String, Definition> definitions() {
        return definitions;
    }

    /** All figures, as entered. */
    public Figures evaluate() {
        return evaluate(Map.of());
    }

    /**
     * All figures, some of them entered instead of what their formulas say.
     *
     * @return by name, every one after those it depends on
     * @throws Refused for the first quantity without a value
     */
    public Figures evaluate(Map<String, Quantity> instead) {
        Evaluation run = new Evaluation(instead);
        definitions.keySet().forEach(run::figure);
        Map<String, Figure> out = new LinkedHashMap<>();
        definitions.keySet().forEach(name -> out.put(name, run.figure(name)));
        return new Figures(out);
    }

    /** The names in an order in which every quantity comes after those it depends on. */
    public List<String> order() {
        Evaluation run = new Evaluation(Map.of());
        definitions.keySet().forEach(run::figure);
        return List.copyOf(run.done.keySet());
    }

    private final class Evaluation {
        private final Map<String, Quantity> instead;
        private final Map<String, Figure> done = new LinkedHashMap<>();
        private final Set<String> open = new LinkedHashSet<>();

        Evaluation(Map<String, Quantity> instead) {
            this.instead = instead;
        }

        Figure figure(String name) {
            Figure known = done.get(name);
            if (known != null) {
                return known;
            }
            Definition d = definitions.get(name);
            if (d == null) {
                throw new Refused(name, "no quantity '" + name + "' is defined", "");
            }
            if (!open.add(name)) {
                List<String> cycle = new ArrayList<>(open);
                cycle = new ArrayList<>(cycle.subList(cycle.indexOf(name), cycle.size()));
                cycle.add(name);
                throw new Refused(
                        name,
                        "the formulas go in a cycle: " + String.join(" → ", cycle),
                        "enter one of them as a number");
            }
            Figure figure = compute(d);
            open.remove(name);
            done.put(name, figure);
            return figure;
        }

        private Figure compute(Definition d) {
            Quantity entered = instead.get(d.name());
            Expression formula = entered == null ? d.formula() : Expression.of(entered);
            try {
                Quantity value = formula.value(n -> figure(n).value()).in(d.unit());
                @Nullable
                Quantity unrounded = formula instanceof Rounding.Up up
                        ? up.of().value(n -> figure(n).value()).in(d.unit())
                        : null;
                Definition shown = entered == null ? d : new Definition(d.name(), d.unit(), formula, null, d.note());
                return new Figure(shown, value, unrounded, List.copyOf(formula.names()));
            } catch (UnitMismatch e) {
                throw new Refused(d.name(), inWords(d, formula, e.getMessage()), e.mend());
            } catch (ArithmeticException e) {
                boolean zero = "division by zero".equals(e.getMessage());
                throw new Refused(
                        d.name(),
                        inWords(d, formula, e.getMessage()),
                        zero ? "enter something above zero for what it is divided by" : "");
            }
        }

        private String inWords(Definition d, Expression formula, @Nullable String why) {
            StringBuilder out = new StringBuilder("'" + d.name() + "' has no value: " + why);
            if (!formula.names().isEmpty()) {
                out.append(", in ").append(formula.text()).append(" with ");
                List<String> with = new ArrayList<>();
                for (String n : formula.names()) {
                    Figure f = done.get(n);
                    with.add(n + " = " + (f == null ? "?" : f.value().shown()));
                }
                out.append(String.join(", ", with));
            }
            return out.toString();
        }
    }
}
