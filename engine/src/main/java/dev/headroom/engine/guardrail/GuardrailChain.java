package dev.headroom.engine.guardrail;

import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Situation;
import java.util.List;

/**
 * Applies all guardrails, in the order of {@link Guardrails}: bounds, dependencies, stabilisation, rates, cooldown with
 * flap detection, budget, freeze windows and manual overrides, blast radius with the check for dead sources.
 *
 * <p>What holds whatever the configuration and memory:
 *
 * <ul>
 *   <li>The result is inside the static bounds.
 *   <li>It is above what was proposed only up to the minimum, a schedule's floor, the replicas there are already (a held
 *       scale-in), or a person's pin.
 *   <li>Growth is never delayed by the quiet time after a scale-in.
 *   <li>While a policy lacks data nothing scales in, except by the static maximum or a person's pin.
 *   <li>Same inputs, same outputs; nothing is kept outside the memory returned.
 * </ul>
 */
public final class GuardrailChain {
    private static final String BLIND = "{before} would scale in from {after} while a policy lacks data: held";

    private GuardrailChain() {}

    /** Replicas to ask for, and what to remember for the next decision. */
    public record Outcome(int desired, GuardrailMemory memory) {}

    /**
     * Applies all guardrails in order.
     *
     * @param g the limits
     * @param s what is seen, with the time of the decision
     * @param seen the observations {@code s} was made from; spending and overrides are read from it
     * @param proposed what the combiner wants
     * @param urgency of that, 1 being ordinary
     * @param scheduleFloor least replicas a schedule asks for at this time; −1 for none
     * @param scheduleCeiling most replicas a schedule allows at this time; −1 for none
     * @param blind whether a policy lacked data it could trust
     * @param memory of the former decision; {@link GuardrailMemory#EMPTY} at first
     * @param reasons receives a line per guardrail
     * @param advice receives what is asked of others
     */
    public static Outcome apply(
            Guardrails g,
            Situation s,
            Observations seen,
            int proposed,
            double urgency,
            int scheduleFloor,
            int scheduleCeiling,
            boolean blind,
            GuardrailMemory memory,
            List<Reason> reasons,
            List<Advice> advice) {
        Draft d = new Draft(
                g, s, seen, proposed, urgency, scheduleFloor, scheduleCeiling, blind, memory, reasons, advice);
        g.bounds().apply(d);
        DependencyLimit.apply(g.dependencies(), d);
        g.stabilisation().apply(d);
        g.rates().apply(d);
        if (g.cooldown() != null) {
            g.cooldown().apply(d);
        }
        if (g.budget() != null) {
            g.budget().apply(d);
        }
        FreezeWindow.apply(g.freezes(), d);
        Overrides.apply(d);
        g.blast().apply(d);
        if (blind && d.shrinks() && !d.pinned) {
            int asked = d.desired;
            d.raiseTo(d.current);
            d.say("blind", BLIND, Double.NaN, asked, "");
        }
        return new Outcome(d.desired, d.remember());
    }
}
