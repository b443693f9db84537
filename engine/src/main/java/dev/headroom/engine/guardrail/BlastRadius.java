package dev.headroom.engine.guardrail;

import dev.headroom.engine.guardrail.GuardrailMemory.Action;
import dev.headroom.engine.model.Reason;
import java.time.Duration;

/**
 * How much may be removed at once, and when a sudden silence is not believed.
 *
 * <p>The fleet may not fall below (1 − share) of the most replicas it had within the period; one replica may always go, or a
 * small fleet could never end. This holds for pins, too, and yields only to the static maximum.
 *
 * @param share of the fleet that may be removed within {@code period}, in (0, 1]; 1 for no limit
 * @param period the period, positive
 * @param disbelieveZero how long demand signals that all fall to zero at once from a busy level are taken for an outage of
 *     their source; zero to believe them at once
 */
public record BlastRadius(double share, Duration period, Duration disbelieveZero) {
    /**
     * Half of the fleet in five minutes, and five minutes of disbelief: a wrong reading costs at most half of the capacity
     * before a person or the next reading can stop it, and the way from 100 replicas to one takes half an hour.
     */
    public static final BlastRadius DEFAULT = new BlastRadius(0.5, Duration.ofMinutes(5), Duration.ofMinutes(5));

    /** No limit, and every zero is believed. */
    public static final BlastRadius NONE = new BlastRadius(1, Duration.ofMinutes(5), Duration.ZERO);

    private static final String RULE = "blast-radius";
    private static final Passed PASSED = new Passed(RULE, "{after} keeps enough of the fleet");
    private static final String HELD =
            "{before} is held at {after}: of {observed} replicas of the last {target|s} at most {limit|%} may go";

    public BlastRadius {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share that may be removed must be in (0, 1], not " + share);
        }
        Limits.positive("the period of the blast radius", period);
        Limits.notNegative("the disbelief of zero", disbelieveZero);
    }

    void apply(Draft d) {
        if (share < 1) {
            share(d);
        }
        if (!disbelieveZero.isZero()) {
            DeadSource.apply(disbelieveZero.toMillis(), d);
        }
    }

    private void share(Draft d) {
        if (d.shrinks()) {
            int peak = d.current;
            long since = d.now - period.toMillis();
            for (int i = d.actions.size() - 1; i >= 0; i--) {
                Action a = d.actions.get(i);
                if (a.atMillis() <= since) {
                    break;
                }
                peak = Math.max(peak, Math.max(a.from(), a.to()));
            }
            int asked = d.desired;
            int least = peak - Math.max(1, Draft.down(share * peak));
            d.raiseTo(Math.min(d.current, least));
            if (d.desired != asked) {
                d.reasons.add(new Reason(
                        Reason.Stage.GUARDRAIL,
                        RULE,
                        HELD,
                        peak,
                        period.toMillis() / 1000.0,
                        share,
                        asked,
                        d.desired,
                        null,
                        ""));
                return;
            }
        }
        d.pass(PASSED);
    }
}
