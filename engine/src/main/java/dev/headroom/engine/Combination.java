package dev.headroom.engine;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.Vertical;
import java.util.List;

/**
 * One wish out of many.
 *
 * @param desired replicas wanted, before the guardrails
 * @param urgency of the wish that decided; 1 when none did
 * @param floor highest floor of the policies that only set bounds; −1 for none
 * @param ceiling lowest ceiling of them; −1 for none
 * @param blind whether a policy had no data it could trust
 */
record Combination(int desired, double urgency, int floor, int ceiling, boolean blind) {

    private static final String RULE = "combiner";

    /**
     * Combines recommendations, leaving one reason. Without any wish the current number is held, unless a schedule is all
     * that sizes the workload: then it is what the schedule asks for now, and outside of its entries the minimum. While a
     * policy is blind the result is not below the current number.
     *
     * @param labels what explanations call the policies
     */
    static Combination of(
            Combiner combiner,
            List<Workload.Weighted> policies,
            String[] labels,
            Recommendation[] wishes,
            int current,
            List<Reason> reasons) {
        int floor = -1;
        int ceiling = -1;
        boolean blind = false;
        int winner = -1;
        double weightSum = 0;
        double weighted = 0;
        for (int i = 0; i < wishes.length; i++) {
            Recommendation w = wishes[i];
            blind |= w.kind() == Kind.BLIND;
            floor = Math.max(floor, w.floor());
            ceiling = w.ceiling() < 0 ? ceiling : ceiling < 0 ? w.ceiling() : Math.min(ceiling, w.ceiling());
            if (w.kind() != Kind.DESIRE) {
                continue;
            }
            double weight = policies.get(i).weight() * w.confidence();
            weightSum += weight;
            weighted += weight * w.desired();
            if (winner < 0 || beats(combiner, w.desired(), wishes[winner].desired())) {
                winner = i;
            }
        }
        int desired = current;
        double urgency = 1;
        if (winner < 0 && onlyScheduled(policies)) {
            desired = Math.max(0, floor);
            reasons.add(Reason.of(
                    Reason.Stage.COMBINER,
                    RULE,
                    floor < 0
                            ? "only a schedule sizes this workload, and it asks for nothing now: the minimum"
                            : "only a schedule sizes this workload: {after}",
                    current,
                    desired,
                    ""));
        } else if (winner < 0) {
            reasons.add(Reason.of(
                    Reason.Stage.COMBINER, RULE, "no policy wants a number: {after} stay", current, current, ""));
        } else {
            Recommendation w = wishes[winner];
            urgency = w.urgency();
            if (combiner == Combiner.WEIGHTED && weightSum > 0) {
                desired = (int) Math.ceil(weighted / weightSum - 1e-9);
                reasons.add(Reason.of(
                        Reason.Stage.COMBINER,
                        RULE,
                        "the weighted mean of the policies is {after}",
                        current,
                        desired,
                        ""));
            } else {
                desired = w.desired();
                reasons.add(
                        Reason.of(Reason.Stage.COMBINER, RULE, template(combiner), current, desired, labels[winner]));
            }
        }
        if (blind && desired < current) {
            reasons.add(Reason.of(
                    Reason.Stage.COMBINER,
                    RULE,
                    "a policy has no data it can trust: nothing scales in, {after} stay instead of {before}",
                    desired,
                    current,
                    ""));
            desired = current;
        }
        return new Combination(desired, urgency, floor, ceiling, blind);
    }

    /** Whether no policy but a schedule could ever want a number: without this, what it has raised would stay for ever. */
    private static boolean onlyScheduled(List<Workload.Weighted> policies) {
        boolean scheduled = false;
        for (int i = 0; i < policies.size(); i++) {
            Policy p = policies.get(i).policy();
            scheduled |= p instanceof Scheduled;
            if (!(p instanceof Scheduled || p instanceof Vertical)) {
                return false;
            }
        }
        return scheduled;
    }

    private static String template(Combiner combiner) {
        return switch (combiner) {
            case MAXIMUM -> "{detail} wants the most: {after}";
            case MINIMUM -> "{detail} wants the least: {after}";
            case PRIORITY -> "{detail} comes first: {after}";
            case WEIGHTED -> "{detail} decides: {after}";
        };
    }

    private static boolean beats(Combiner combiner, int candidate, int best) {
        return switch (combiner) {
            case MAXIMUM, WEIGHTED -> candidate > best;
            case MINIMUM -> candidate < best;
            case PRIORITY -> false;
        };
    }
}
