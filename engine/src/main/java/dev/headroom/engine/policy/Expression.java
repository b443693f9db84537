package dev.headroom.engine.policy;

import dev.headroom.engine.model.Formula;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import org.jspecify.annotations.Nullable;

/**
 * A formula over the signals that gives the desired replicas, or a value to be compared with a target. A result below zero
 * asks for none; one that is no finite number leaves it blind, as does a signal that cannot be used.
 *
 * @param formula the formula
 * @param target per-replica target of the value, positive; NaN when the formula gives replicas
 */
public record Expression(Formula formula, double target) implements Policy {

    private static final String RULE = "expression";
    private static final String REPLICAS = "{detail} gives {observed}: wants {after}";
    private static final String VALUE =
            "{detail} gives {observed} against a target of {target} a replica: wants {after}";
    private static final String NOTHING = "{detail} has no finite result: no opinion, and nothing may scale in";

    public Expression {
        Sight.require(
                Double.isNaN(target) || (target > 0 && Double.isFinite(target)),
                RULE,
                "the target must be positive, not " + target);
    }

    @Override
    public String label() {
        return RULE;
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        for (String name : formula.signals()) {
            SignalValue v = s.signal(name);
            if (v == null || !v.ok()) {
                return Sight.blind(RULE, name, v, s, memory);
            }
        }
        double result = formula.evaluate(name -> {
            SignalValue v = s.signal(name);
            return v == null ? Double.NaN : v.value();
        });
        int current = s.current();
        if (!Double.isFinite(result)) {
            return Evaluation.of(Recommendation.blind(
                    Reason.policy(RULE, NOTHING, result, target, current, current, formula.text())));
        }
        boolean replicas = Double.isNaN(target);
        int after = Replicas.ceil(replicas ? result : result / target);
        return Evaluation.of(Recommendation.desire(
                after,
                Replicas.urgency(current, after),
                1,
                Reason.policy(RULE, replicas ? REPLICAS : VALUE, result, target, current, after, formula.text())));
    }
}
