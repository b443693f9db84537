package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest ratio of a signal to its target: above {@code up} the fleet grows to ⌈ready × pressure × boost⌉, below
 * {@code down} it shrinks by a share, at least one replica, never to zero. A signal that cannot be used does not stop
 * another from scaling out, and stops any scale-in.
 *
 * @param ratios the signals and their targets
 * @param up such as 1.2; at least 1
 * @param down such as 0.6; under 1
 * @param boost such as 1.1; at least 1
 * @param shrink such as 0.1, in (0, 1)
 */
public record Pressure(List<Ratio> ratios, double up, double down, double boost, double shrink) implements Policy {

    private static final String RULE = "pressure";
    private static final String OUT =
            "{detail} is at {observed|%} of its target, above {target|%}: goes from {before} to {after}";
    private static final String IN =
            "{detail}, the highest, is at {observed|%} of its target, under {target|%}: goes from {before} to {after}";
    private static final String HOLDS = "{detail}, the highest, is at {observed|%} of its target: holds {before}";
    private static final String NOBODY = "no replica is ready to be measured: no opinion";

    /** A signal against its target in base units; {@code perReplica} divides a total by the ready replicas first. */
    public record Ratio(String signal, double target, boolean perReplica) {
        public Ratio {
            Sight.require(target > 0 && Double.isFinite(target), RULE, "the target of " + signal + " must be positive");
        }
    }

    public Pressure {
        ratios = List.copyOf(ratios);
        Sight.require(!ratios.isEmpty(), RULE, "needs at least one signal");
        Sight.require(up >= 1 && Double.isFinite(up), RULE, "the pressure for more must be at least 1");
        Sight.require(down > 0 && down < 1, RULE, "the pressure for less must be in (0, 1)");
        Sight.require(boost >= 1 && Double.isFinite(boost), RULE, "the boost must be at least 1");
        Sight.require(shrink > 0 && shrink < 1, RULE, "the share taken away must be in (0, 1)");
    }

    @Override
    public String label() {
        return RULE;
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        int current = s.current();
        int ready = Math.min(s.fleet().ready(), current);
        double pressure = -1;
        String highest = "";
        String unseen = null;
        for (int i = 0; i < ratios.size(); i++) {
            Ratio r = ratios.get(i);
            SignalValue v = s.signal(r.signal());
            if (v == null || !v.ok()) {
                unseen = r.signal();
                continue;
            }
            // A total is felt by one replica even where none is ready, so that zero can be left; an average is not.
            double p = r.perReplica()
                    ? v.value() / Math.max(1, ready) / r.target()
                    : ready == 0 ? 0 : v.value() / r.target();
            if (p > pressure) {
                pressure = p;
                highest = r.signal();
            }
        }
        if (pressure > up || (current == 0 && pressure > 0)) {
            int after = Math.max(current, Replicas.ceil(Math.max(1, ready) * pressure * boost));
            return result(s, OUT, pressure, up, after, highest);
        }
        if (unseen != null) {
            return Sight.blind(RULE, unseen, s.signal(unseen), s, memory);
        }
        if (ready == 0) {
            return current == 0
                    ? Sight.abstain(RULE, NOBODY, s, "", memory)
                    : result(s, HOLDS, pressure, up, current, highest);
        }
        if (pressure < down) {
            int after = Math.max(1, current - Math.max(1, Replicas.truncate(current * shrink)));
            return result(s, IN, pressure, down, after, highest);
        }
        return result(s, HOLDS, pressure, up, current, highest);
    }

    private static Evaluation result(
            Situation s, String template, double pressure, double bound, int after, String detail) {
        int current = s.current();
        return Evaluation.of(Recommendation.desire(
                after,
                Replicas.urgency(current, after),
                1,
                Reason.policy(RULE, template, pressure, bound, current, after, detail)));
    }
}
