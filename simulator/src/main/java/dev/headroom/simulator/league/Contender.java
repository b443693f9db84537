package dev.headroom.simulator.league;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Workload;
import dev.headroom.simulator.Billing;
import dev.headroom.simulator.Foresight;
import dev.headroom.simulator.Measurement;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.tune.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A policy with what may be chosen about it.
 *
 * @param name as in the table
 * @param space its parameters, the main one first
 * @param sweep values of the main parameter, at least eight
 * @param setup the policy with values for its parameters, ready for one simulation
 */
public record Contender(
        String name, List<Parameter> space, List<Double> sweep, Function<List<Double>, Candidate> setup) {

    /**
     * A policy ready for one simulation.
     *
     * @param workload what it decides for
     * @param decider decides
     * @param scrapeMillis span its samples are measured over
     */
    public record Candidate(Workload workload, Decider decider, long scrapeMillis) {}

    public Contender {
        space = List.copyOf(space);
        sweep = List.copyOf(sweep);
    }

    /** The values it ships with. */
    public List<Double> standard() {
        return space.stream().map(Parameter::standard).toList();
    }

    /** The values it ships with, but for the main parameter. */
    List<Double> standardBut(double main) {
        List<Double> values = new ArrayList<>(standard());
        values.set(0, main);
        return List.copyOf(values);
    }

    /** Its simulation with these values. */
    public Scenario scenario(List<Double> values, Setting setting, Trace trace, long seed, long scoreFromMillis) {
        Candidate c = setup.apply(values);
        Measurement seen = Setting.MEASUREMENT;
        Billing billing = Setting.BILLING;
        Scenario whole = new Scenario(
                name,
                c.workload(),
                c.decider(),
                setting.service(),
                setting.lifecycle(),
                -1,
                trace,
                // A peer that takes minutes gets minutes; none sees finer than there is to see.
                new Measurement(
                        Math.max(seen.scrapeMillis(), c.scrapeMillis()),
                        seen.delayMillis(),
                        seen.noise(),
                        seen.dropped()),
                billing,
                Scenario.Mode.INTERVAL,
                0,
                seed);
        Foresight foresight = Foresight.of(c.workload(), Map.of(), null);
        return whole.scoredFrom(scoreFromMillis).foreseeing(foresight.signals().isEmpty() ? null : foresight);
    }

    /** Values as the table shows them. */
    String text(List<Double> values) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < space.size(); i++) {
            parts.add(space.get(i).name() + "="
                    + BigDecimal.valueOf(values.get(i)).stripTrailingZeros().toPlainString());
        }
        return String.join(" ", parts);
    }
}
