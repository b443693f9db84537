package dev.headroom.planner;

import dev.headroom.planner.quantity.Figure;
import dev.headroom.planner.quantity.Figures;
import dev.headroom.planner.sizer.Check.Contradiction;
import dev.headroom.planner.sizer.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan.
 *
 * @param figures all quantities at the peak, by name, in order
 * @param baseline the same with the sustained rate as peak; empty when the demand has only one of the two
 * @param entered the same with the rounded figures that were entered beside the plan; empty without any
 * @param services what was sized
 * @param contradictions what cannot hold together
 * @param uncertainty what the plan may be instead; null when every input is certain
 * @param growth what comes of it over years; null when the demand does not grow
 */
public record Plan(
        Figures figures,
        Figures baseline,
        Figures entered,
        List<Service> services,
        List<Contradiction> contradictions,
        @Nullable Uncertainty uncertainty,
        @Nullable GrowthPath growth) {
    public Plan {
        services = List.copyOf(services);
        contradictions = List.copyOf(contradictions);
    }

    /** The same plan showing only some of its services. */
    public Plan of(List<Service> some) {
        return new Plan(figures, baseline, entered, some, contradictions, uncertainty, growth);
    }

    /** Whether a figure's value would be another one with the entered figures. */
    public boolean differs(String name) {
        Figure planned = figures.find(name);
        Figure other = entered.find(name);
        return planned != null
                && other != null
                && !planned.value().base().equals(other.value().base());
    }
}
