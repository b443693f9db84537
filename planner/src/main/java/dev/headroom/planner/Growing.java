package dev.headroom.planner;

import dev.headroom.planner.quantity.Figures;
import dev.headroom.planner.quantity.Fraction;
import dev.headroom.planner.quantity.Graph;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Demand;
import dev.headroom.planner.sizer.Draft;
import dev.headroom.planner.sizer.Input;
import dev.headroom.planner.sizer.Limit;
import dev.headroom.planner.sizer.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A demand that grows by the same factor every year: factor ^ (months ÷ 12) after so many months.
 *
 * @param perYear factor, above 0
 * @param grows names of the quantities it applies to
 */
record Growing(double perYear, List<String> grows, List<Limit> limits, List<Service> services) {

    /** Reads {@code growth: { per-year: 1.5, of: [peak-sessions] }}; null after reporting what is wrong with it. */
    static @Nullable Growing read(
            Draft draft, Input.Group g, Figures figures, List<Limit> limits, List<Service> services) {
        Quantity factor = g.parts().get("per-year") instanceof Input.Text t ? Quantity.parse(t.text()) : null;
        if (factor == null
                || factor.unit().dimension().time() != 0
                || factor.base().signum() <= 0) {
            draft.problem("demand.growth.per-year", "the growth of a year is a factor above 0", "write 1.5 or 150%");
            return null;
        }
        List<String> grows = new ArrayList<>();
        if (g.parts().get("of") instanceof Input.Group of) {
            of.parts().values().forEach(v -> {
                if (v instanceof Input.Text t) {
                    grows.add(t.text().strip());
                }
            });
        } else {
            Demand.GROWING.stream()
                    .filter(n -> figures.has(n) && figures.of(n).definition().isInput())
                    .forEach(grows::add);
        }
        for (String name : grows) {
            if (!figures.has(name)) {
                draft.problem("demand.growth.of", "the plan has no quantity '" + name + "'", "name one of the plan");
            }
        }
        return new Growing(factor.base().toDouble(), grows, limits, services);
    }

    GrowthPath path(Graph graph, Figures now, int years) {
        List<Map<String, Quantity>> byYear = new ArrayList<>();
        for (int year = 0; year <= years; year++) {
            byYear.add(shown(after(graph, now, 12 * year)));
        }
        List<GrowthPath.Reached> reached = new ArrayList<>();
        for (Limit l : limits) {
            reached.add(
                    new GrowthPath.Reached(l.what(), l.need(), now.value(l.limit()), month(graph, now, l, 12 * years)));
        }
        reached.sort(Comparator.comparingInt(r -> r.month() < 0 ? Integer.MAX_VALUE : r.month()));
        return new GrowthPath(perYear, grows, byYear, reached);
    }

    private Figures after(Graph graph, Figures now, int months) {
        Fraction factor = months % 12 == 0
                ? Fraction.of(perYear).power(months / 12)
                : Fraction.of(Math.pow(perYear, months / 12.0));
        Map<String, Quantity> instead = new LinkedHashMap<>();
        for (String name : grows) {
            Quantity v = now.value(name);
            instead.put(name, new Quantity(v.amount().times(factor), v.unit()));
        }
        return graph.evaluate(instead);
    }

    private Map<String, Quantity> shown(Figures figures) {
        Map<String, Quantity> out = new LinkedHashMap<>();
        for (Service s : services) {
            s.bought().forEach(b -> out.put(b.figure(), figures.value(b.figure())));
        }
        figures.all().forEach((name, f) -> {
            if (name.endsWith("monthly-cost")) {
                out.put(name, f.value());
            }
        });
        return out;
    }

    /** The first month above the limit by halving: a need never falls while the demand grows. */
    private int month(Graph graph, Figures now, Limit l, int months) {
        if (!above(now, l) && !above(after(graph, now, months), l)) {
            return -1;
        }
        int low = 0;
        int high = months;
        while (low < high) {
            int middle = (low + high) / 2;
            if (above(after(graph, now, middle), l)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static boolean above(Figures figures, Limit l) {
        return figures.value(l.need()).exceeds(figures.value(l.limit()));
    }
}
