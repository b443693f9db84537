package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Urgency;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Progressive thresholds: phases of a level held for a time. The highest phase whose hold is satisfied wins; its growth is
 * clamped to 1–2, 2–5 or 4–10 replicas by urgency (conservative, moderate from 1.5, aggressive from 3.0).
 *
 * <p>Growth counts from the replicas that are ready and warm: what was asked for and is still starting is not asked for
 * twice. It never goes to zero. While the signal cannot be used the holds of the down phases begin anew.
 *
 * @param signal the signal followed, an average over the replicas, in base units
 * @param up phases for scaling out, ascending by threshold
 * @param down phases for scaling in, descending by threshold
 */
public record HeldThresholds(String signal, List<Phase> up, List<Phase> down) implements Policy {

    private static final String RULE = "threshold";
    private static final Wording WANTS =
            Wording.of("{detail} is {observed@}, past {target@} for {limit|s} or more: goes from {before} to {after}");
    private static final Wording QUIET = Wording.of("{detail} is {observed@}: no level has held for long enough");

    /**
     * A level that must hold for a time.
     *
     * @param threshold at or above (up) or at or below (down)
     * @param hold how long without interruption
     * @param growth share of the current replicas to add or take away, such as 0.2; infinity: straight to what covers the
     *     load at the first threshold
     * @param urgency sizes the step
     */
    public record Phase(double threshold, Duration hold, double growth, double urgency) {
        public Phase {
            Sight.require(Double.isFinite(threshold), RULE, "the level of a phase must be a number");
            Sight.require(!hold.isNegative(), RULE, "a phase cannot hold for a negative time");
            Sight.require(growth > 0, RULE, "the share of a phase must be positive, not " + growth);
            Sight.require(urgency >= 0 && Double.isFinite(urgency), RULE, "the urgency of a phase must be at least 0");
        }
    }

    /** Since when each phase has held, in epoch milliseconds; −1 while it does not. Up phases first. */
    public record Holds(long[] since) implements Memory {
        @Override
        public boolean equals(Object o) {
            return o instanceof Holds h && Arrays.equals(since, h.since);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(since);
        }

        @Override
        public String toString() {
            return "Holds" + Arrays.toString(since);
        }
    }

    public HeldThresholds {
        up = List.copyOf(up);
        down = List.copyOf(down);
        Sight.require(!up.isEmpty() || !down.isEmpty(), RULE, "needs at least one phase");
        for (int i = 1; i < up.size(); i++) {
            Sight.require(
                    up.get(i).threshold() > up.get(i - 1).threshold(), RULE, "the phases up must ascend by level");
        }
        for (int i = 1; i < down.size(); i++) {
            Sight.require(
                    down.get(i).threshold() < down.get(i - 1).threshold(),
                    RULE,
                    "the phases down must descend by level");
        }
        Sight.require(
                up.isEmpty() || up.getFirst().threshold() > 0, RULE, "the first phase up must have a positive level");
        Sight.require(
                up.isEmpty()
                        || down.isEmpty()
                        || down.getFirst().threshold() < up.getFirst().threshold(),
                RULE,
                "the phases down must lie under the phases up");
    }

    @Override
    public String label() {
        return "threshold(" + signal + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        SignalValue v = s.signal(signal);
        Holds old = memory instanceof Holds h && h.since().length == up.size() + down.size() ? h : null;
        if (v == null || !v.ok()) {
            return Sight.blind(RULE, signal, v, s, old == null ? null : upOnly(old));
        }
        long now = s.now().toEpochMilli();
        Holds holds = advance(old, v.value(), now);
        for (int i = up.size() - 1; i >= 0; i--) {
            if (held(holds.since()[i], up.get(i), now)) {
                return result(s, v, up.get(i), out(s, v.value(), up.get(i)), holds);
            }
        }
        for (int i = down.size() - 1; i >= 0; i--) {
            if (held(holds.since()[up.size() + i], down.get(i), now)) {
                return result(s, v, down.get(i), in(s, v.value(), down.get(i)), holds);
            }
        }
        int current = s.current();
        return Evaluation.of(
                Recommendation.abstain(
                        Reason.policy(RULE, QUIET.in(v.signal()), v.value(), Double.NaN, current, current, signal)),
                holds);
    }

    private Holds upOnly(Holds old) {
        long[] since = old.since().clone();
        Arrays.fill(since, up.size(), since.length, -1);
        return new Holds(since);
    }

    private Holds advance(@Nullable Holds old, double value, long now) {
        int n = up.size() + down.size();
        long[] since = new long[n];
        for (int i = 0; i < n; i++) {
            boolean holds = i < up.size()
                    ? value >= up.get(i).threshold()
                    : value <= down.get(i - up.size()).threshold();
            long before = old == null ? -1 : old.since()[i];
            since[i] = !holds ? -1 : before >= 0 ? before : now;
        }
        return old != null && Arrays.equals(old.since(), since) ? old : new Holds(since);
    }

    private static boolean held(long since, Phase phase, long now) {
        return since >= 0 && now - since >= phase.hold().toMillis();
    }

    private int out(Situation s, double value, Phase phase) {
        int base = Replicas.settled(s.fleet());
        int least = least(phase);
        int after;
        if (Double.isInfinite(phase.growth())) {
            after = Math.max(Replicas.ceil(base * value / up.getFirst().threshold()), base + least);
        } else {
            int step = Replicas.ceil(base * phase.growth());
            after = Replicas.sum(base, Math.max(least, Math.min(most(phase), step)));
        }
        return Math.max(s.current(), after);
    }

    private int in(Situation s, double value, Phase phase) {
        int current = s.current();
        if (Double.isInfinite(phase.growth()) && down.getFirst().threshold() > 0) {
            int covers =
                    Replicas.ceil(s.fleet().ready() * value / down.getFirst().threshold());
            return Math.max(Math.min(1, current), Math.min(covers, current));
        }
        int step = Replicas.truncate(current * Math.min(1, phase.growth()));
        return Math.max(Math.min(1, current), current - Math.max(least(phase), Math.min(most(phase), step)));
    }

    private static int least(Phase phase) {
        return switch (Urgency.of(phase.urgency())) {
            case LOW -> 1;
            case MODERATE -> 2;
            case HIGH -> 4;
        };
    }

    private static int most(Phase phase) {
        return switch (Urgency.of(phase.urgency())) {
            case LOW -> 2;
            case MODERATE -> 5;
            case HIGH -> 10;
        };
    }

    private Evaluation result(Situation s, SignalValue v, Phase phase, int after, Holds holds) {
        Reason reason = new Reason(
                Reason.Stage.POLICY,
                RULE,
                WANTS.in(v.signal()),
                v.value(),
                phase.threshold(),
                phase.hold().toMillis() / 1e3,
                s.current(),
                after,
                null,
                signal);
        return Evaluation.of(
                Recommendation.desire(after, after > s.current() ? Math.max(1, phase.urgency()) : 1, 1, reason), holds);
    }
}
