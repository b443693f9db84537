package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Thresholds;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adjusts by how far a signal is past a threshold, after AWS step scaling. Steps that add count from the replicas that are
 * ready and warm, so a step that is still being carried out is not added again, only the difference to a larger one.
 * Between the thresholds, and in a step of zero, it has no opinion.
 *
 * <p>A period breaches by the last value seen in it; the running period counts. Percent adjustments beyond ±1 replica lose
 * their fraction, those between become ±1, and then the least magnitude applies.
 *
 * @param signal the signal followed, in base units
 * @param type what an adjustment means
 * @param leastMagnitude for {@link Type#PERCENT}, the least change in replicas; at least 0
 * @param above steps for values at or above a threshold; null for none
 * @param below steps for values at or below a threshold; null for none
 * @param adaptive whether learned thresholds replace the two thresholds when present
 * @param breaches evaluation periods of the last {@code periods} that must breach (the m of n)
 * @param periods evaluation periods looked at, 1 to 64
 * @param period length of an evaluation period; zero: every evaluation is one
 */
public record StepScaling(
        String signal,
        Type type,
        int leastMagnitude,
        @Nullable Side above,
        @Nullable Side below,
        boolean adaptive,
        int breaches,
        int periods,
        Duration period)
        implements Policy {

    private static final String RULE = "step";
    private static final Wording WANTS =
            Wording.of("{detail} is {observed@}, past {target@}: its step goes from {before} to {after}");
    private static final Wording WAITS =
            Wording.of("{detail} is {observed@}, past {target@}: its step is already under way, stays at {after}");
    private static final Wording NOT_YET = Wording.of(
            "{detail} is {observed@}, past {target@}, in {limit} evaluation periods, too few to act: no opinion");
    private static final Wording BETWEEN = Wording.of("{detail} is {observed@}: no step applies, no opinion");

    /** What an adjustment means. */
    public enum Type {
        /** Replicas to add or take away. */
        CHANGE,
        /** The number of replicas. */
        EXACT,
        /** A share of the replicas to add or take away. */
        PERCENT
    }

    /** A threshold in base units and the steps relative to it, in ascending order without gaps or overlaps. */
    public record Side(double threshold, List<Step> steps) {
        public Side {
            steps = List.copyOf(steps);
            Sight.require(Double.isFinite(threshold), RULE, "a threshold must be a number");
            Sight.require(!steps.isEmpty(), RULE, "a threshold needs at least one step");
            for (int i = 1; i < steps.size(); i++) {
                double end = steps.get(i - 1).upper();
                double begin = steps.get(i).lower();
                Sight.require(
                        end == begin,
                        RULE,
                        "steps must follow each other without "
                                + (begin < end ? "overlap" : "gap")
                                + ": one ends at " + end + ", the next begins at " + begin);
            }
        }
    }

    /**
     * One step: for values whose distance to the threshold is in [lower, upper) above it, or (lower, upper] below it; an
     * open end is infinite. Percent adjustments are ratios (0.2 = +20 %).
     */
    public record Step(double lower, double upper, double adjustment) {
        public Step {
            Sight.require(lower < upper, RULE, "a step from " + lower + " to " + upper + " is empty");
            Sight.require(Double.isFinite(adjustment), RULE, "an adjustment must be a number");
        }
    }

    /** The last evaluation periods, newest in bit 0, and when the running one began. */
    public record Periods(long aboveBits, long belowBits, long periodStartMillis) implements Memory {}

    public StepScaling {
        Sight.require(above != null || below != null, RULE, "needs steps above or below a threshold");
        Sight.require(leastMagnitude >= 0, RULE, "the least magnitude must not be negative");
        Sight.require(
                breaches >= 1 && periods >= breaches && periods <= 64,
                RULE,
                "needs 1 ≤ breaches ≤ periods ≤ 64, not " + breaches + " of " + periods);
        Sight.require(!period.isNegative(), RULE, "the period must not be negative");
        if (above != null) {
            Sight.require(
                    above.steps().getFirst().lower() == 0
                            && above.steps().getLast().upper() == Double.POSITIVE_INFINITY,
                    RULE,
                    "the steps above a threshold must begin at it and end open");
            check(above, type);
        }
        if (below != null) {
            Sight.require(
                    below.steps().getLast().upper() == 0
                            && below.steps().getFirst().lower() == Double.NEGATIVE_INFINITY,
                    RULE,
                    "the steps below a threshold must begin open and end at it");
            check(below, type);
        }
        Sight.require(
                above == null || below == null || below.threshold() <= above.threshold(),
                RULE,
                "the threshold for values below must not be above the one for values above");
    }

    private static void check(Side side, Type type) {
        for (Step step : side.steps()) {
            double a = step.adjustment();
            Sight.require(
                    type == Type.PERCENT || (a == Math.rint(a) && Math.abs(a) <= Replicas.MOST),
                    RULE,
                    "an adjustment in replicas must be a whole number, not " + a);
            Sight.require(type != Type.EXACT || a >= 0, RULE, "replicas cannot be set to " + a);
            Sight.require(type != Type.PERCENT || a >= -1, RULE, "more than all replicas cannot be taken away");
        }
    }

    @Override
    public String label() {
        return "step(" + signal + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        SignalValue v = s.signal(signal);
        if (v == null || !v.ok()) {
            return Sight.blind(RULE, signal, v, s, memory);
        }
        Thresholds learned = adaptive ? s.thresholds(signal) : null;
        double up = above == null ? Double.POSITIVE_INFINITY : learned == null ? above.threshold() : learned.up();
        double down = below == null ? Double.NEGATIVE_INFINITY : learned == null ? below.threshold() : learned.down();
        Periods seen = advance(memory, s.now().toEpochMilli(), v.value() >= up, v.value() <= down);
        if (above != null && v.value() >= up) {
            return judged(s, v, above, up, true, seen);
        }
        if (below != null && v.value() <= down) {
            return judged(s, v, below, down, false, seen);
        }
        return silent(BETWEEN, s, v, Double.NaN, Double.NaN, seen);
    }

    /** Moves on to the running period and marks it with what is seen now; skipped periods count as quiet. */
    private Periods advance(@Nullable Memory memory, long now, boolean over, boolean under) {
        long a = over ? 1 : 0;
        long b = under ? 1 : 0;
        if (!(memory instanceof Periods old)) {
            return new Periods(a, b, now);
        }
        long length = period.toMillis();
        long passed = length == 0 ? 1 : Math.max(0, (now - old.periodStartMillis()) / length);
        if (passed == 0) {
            a |= old.aboveBits() & ~1L;
            b |= old.belowBits() & ~1L;
            return a == old.aboveBits() && b == old.belowBits() ? old : new Periods(a, b, old.periodStartMillis());
        }
        long start = length == 0 ? now : old.periodStartMillis() + passed * length;
        return passed > 63
                ? new Periods(a, b, start)
                : new Periods(old.aboveBits() << passed | a, old.belowBits() << passed | b, start);
    }

    private Evaluation judged(Situation s, SignalValue v, Side side, double threshold, boolean over, Periods seen) {
        long bits = over ? seen.aboveBits() : seen.belowBits();
        long looked = periods == 64 ? bits : bits & ((1L << periods) - 1);
        int breached = Long.bitCount(looked);
        if (breached < breaches) {
            return silent(NOT_YET, s, v, threshold, breached, seen);
        }
        double adjustment = adjustment(side, v.value() - threshold, over);
        if (adjustment == 0 && type != Type.EXACT) {
            return silent(BETWEEN, s, v, threshold, breached, seen);
        }
        int current = s.current();
        int after = apply(s, adjustment, current);
        Wording wording = after == current && adjustment > 0 ? WAITS : WANTS;
        return Evaluation.of(
                Recommendation.desire(
                        after,
                        Replicas.urgency(current, after),
                        1,
                        Reason.policy(RULE, wording.in(v.signal()), v.value(), threshold, current, after, signal)),
                seen);
    }

    private static double adjustment(Side side, double distance, boolean over) {
        List<Step> steps = side.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (over
                    ? distance >= step.lower() && distance < step.upper()
                    : distance > step.lower() && distance <= step.upper()) {
                return step.adjustment();
            }
        }
        return 0;
    }

    private int apply(Situation s, double adjustment, int current) {
        if (type == Type.EXACT) {
            return (int) adjustment;
        }
        int base = adjustment > 0 ? Replicas.settled(s.fleet()) : current;
        int change = type == Type.CHANGE ? (int) adjustment : percent(base * adjustment, adjustment);
        int after = Replicas.sum(base, change);
        return adjustment > 0 ? Math.max(current, after) : after;
    }

    private int percent(double change, double adjustment) {
        int whole = Math.abs(change) < 1 && change != 0 ? (int) Math.signum(change) : Replicas.truncate(change);
        return Math.abs(whole) < leastMagnitude ? (int) Math.signum(adjustment) * leastMagnitude : whole;
    }

    private Evaluation silent(Wording wording, Situation s, SignalValue v, double threshold, double n, Periods seen) {
        return Evaluation.of(
                Recommendation.abstain(new Reason(
                        Reason.Stage.POLICY,
                        RULE,
                        wording.in(v.signal()),
                        v.value(),
                        threshold,
                        n,
                        s.current(),
                        s.current(),
                        null,
                        signal)),
                seen);
    }
}
