package dev.headroom.engine.policy;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a signal at a target: desired = ⌈replicas × value ÷ target⌉ within a tolerance band, after the replica calculator of
 * the Kubernetes HorizontalPodAutoscaler.
 *
 * <p>An average is one over the replicas that were sampled. Replicas without a sample count as being at the target on the
 * way down and as idle on the way up; replicas that are not ready count as idle on the way up. If that brings the ratio
 * into the band or turns its direction, nothing changes; and in no case does a signal above its target take replicas
 * away or one below it add some.
 *
 * @param signal the signal followed
 * @param mode whether the signal is a total over the workload or an average over its ready replicas
 * @param target the value wanted, per replica for totals, in base units; positive
 * @param toleranceUp share above the target that is still let be, such as 0.1; at least 0
 * @param toleranceDown share below the target that is still let be, in [0, 1)
 */
public record TargetTracking(String signal, Mode mode, double target, double toleranceUp, double toleranceDown)
        implements Policy {

    private static final String RULE = "target";
    private static final double HAIR = 1e-9;
    private static final Wording WANTS = Wording.of(
            "{detail} is {observed@} on {before|replica|replicas} against a target of {target@} each: wants {after}");
    private static final Wording HOLDS = Wording.of(
            "{detail} is {observed@}, near enough to its target of {target@} for {before|replica|replicas}: holds");
    private static final Wording UNSURE = Wording.of(
            "{detail} is {observed@} against a target of {target@}, but not all of {before} replicas are ready and"
                    + " measured: holds");
    private static final String NOBODY = "{detail} is an average, and no replica is ready to be measured: holds";

    /** What the signal counts. */
    public enum Mode {
        /** The whole workload: desired = ⌈value ÷ target⌉. */
        TOTAL,
        /** The average over the ready replicas: desired = ⌈ready × value ÷ target⌉. */
        AVERAGE
    }

    public TargetTracking {
        Sight.require(target > 0 && Double.isFinite(target), RULE, "the target must be positive, not " + target);
        Sight.require(
                toleranceUp >= 0 && Double.isFinite(toleranceUp) && toleranceDown >= 0 && toleranceDown < 1,
                RULE,
                "the tolerance must be at least 0, and under 1 on the way down");
    }

    @Override
    public String label() {
        return "target(" + signal + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        SignalValue v = s.signal(signal);
        if (v == null || !v.ok()) {
            return Sight.blind(RULE, signal, v, s, memory);
        }
        return mode == Mode.TOTAL ? total(s, v) : average(s, v);
    }

    private Evaluation total(Situation s, SignalValue v) {
        int current = s.current();
        if (current > 0 && tolerated(v.value() / (target * current))) {
            return result(HOLDS, s, v, current);
        }
        return result(WANTS, s, v, Replicas.ceil(v.value() / target));
    }

    private Evaluation average(Situation s, SignalValue v) {
        Fleet fleet = s.fleet();
        int current = s.current();
        int sampled = v.sampled() < 0 ? fleet.ready() : Math.min(v.sampled(), fleet.ready());
        if (sampled == 0) {
            return current == 0
                    ? Sight.abstain(RULE, NOBODY, s, signal, null)
                    : Evaluation.of(Recommendation.desire(
                            current, 1, 1, Reason.policy(RULE, NOBODY, v.value(), target, current, current, signal)));
        }
        double ratio = v.value() / target;
        int missing = fleet.ready() - sampled;
        int starting = ratio > 1 ? Math.max(fleet.starting(), current - fleet.ready()) : 0;
        if (missing == 0 && starting <= 0) {
            if (tolerated(ratio)) {
                return result(HOLDS, s, v, current);
            }
            return result(WANTS, s, v, kept(ratio, Replicas.ceil(ratio * sampled), current));
        }
        int counted = sampled + missing + Math.max(0, starting);
        double load = ratio * sampled + (ratio < 1 ? missing : 0);
        double recounted = load / counted;
        if (tolerated(recounted) || (ratio < 1) != (recounted < 1)) {
            return result(UNSURE, s, v, current);
        }
        return result(WANTS, s, v, kept(ratio, Replicas.ceil(load), current));
    }

    /** Never against the direction of the ratio, and never to zero, where an average could not be measured again. */
    private static int kept(double ratio, int wanted, int current) {
        return ratio > 1 ? Math.max(wanted, current) : Math.max(Math.min(1, current), Math.min(wanted, current));
    }

    private boolean tolerated(double ratio) {
        return ratio >= 1 - toleranceDown - HAIR && ratio <= 1 + toleranceUp + HAIR;
    }

    private Evaluation result(Wording wording, Situation s, SignalValue v, int after) {
        int current = s.current();
        return Evaluation.of(Recommendation.desire(
                after,
                Replicas.urgency(current, after),
                1,
                Reason.policy(RULE, wording.in(v.signal()), v.value(), target, current, after, signal)));
    }
}
