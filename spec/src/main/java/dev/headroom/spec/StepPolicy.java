package dev.headroom.spec;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.StepScaling.Side;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Adjusts by how far a signal is past a threshold. */
final class StepPolicy extends Table<StepScaling> {

    private final Key<StepScaling, String> signal =
            required("signal", Reference.SIGNAL, "The signal followed.", StepScaling::signal);
    private final Key<StepScaling, Ladder> above = add(new Key<>(
            "above",
            new Ladder.LadderForm(),
            "Steps at and above a threshold, the lowest level.",
            false,
            null,
            "none",
            (p, w) -> Ladder.of(p.signal(), p.above(), p.type(), 1, w)));
    private final Key<StepScaling, Ladder> below = add(new Key<>(
            "below",
            new Ladder.LadderForm(),
            "Steps at and below a threshold, the highest level.",
            false,
            null,
            "none",
            (p, w) -> Ladder.of(p.signal(), p.below(), p.type(), -1, w)));
    private final Key<StepScaling, Integer> least = fallback(
            "least", Values.count(0), "Least change in replicas of a percentage.", 1, StepScaling::leastMagnitude);
    private final Key<StepScaling, Boolean> adaptive = fallback(
            "adaptive",
            Values.BOOL,
            "Whether thresholds learned by the signal replace the two thresholds.",
            false,
            StepScaling::adaptive);
    private final Key<StepScaling, Integer> breaches = fallback(
            "breaches", Values.count(1), "Periods that must breach, of the last 'periods'.", 1, StepScaling::breaches);
    private final Key<StepScaling, Integer> periods =
            fallback("periods", Values.count(1), "Periods looked at.", 1, StepScaling::periods);
    private final Key<StepScaling, Duration> period =
            fallback("period", Values.DURATION, "Length of a period.", Duration.ofMinutes(1), StepScaling::period);

    StepPolicy() {
        super("policy-step", "Step scaling: adjustments by how far a signal is past a threshold.");
    }

    @Override
    @Nullable
    StepScaling build(Fields f) {
        Ladder up = f.find(above);
        Ladder down = f.find(below);
        if (up == null && down == null) {
            f.table().errorAtName("neither 'above' nor 'below' is given", "add above: { 60%: +1 }");
            return null;
        }
        if (f.get(breaches) > f.get(periods)) {
            f.at(breaches)
                    .error(f.get(breaches) + " of " + f.get(periods) + " periods can never breach", "raise periods");
        }
        if (f.get(periods) > 64) {
            f.at(periods).error("at most 64 periods are remembered", "make the period longer");
        }
        if (f.get(period).isZero()) {
            f.at(period).error("a period must be longer than 0", "write a duration such as 1m");
        }
        Signal s = Signals.named(f, signal);
        if (s == null) {
            return null;
        }
        if (f.get(adaptive) && s.adaptive() == null) {
            f.at(adaptive)
                    .error(
                            "signal '" + s.name() + "' learns no thresholds",
                            "add 'adaptive' to the signal, or remove it here");
        }
        StepScaling.Type typeUp = up == null ? null : up.type();
        StepScaling.Type typeDown = down == null ? null : down.type();
        if ((up != null && typeUp == null) || (down != null && typeDown == null)) {
            return null;
        }
        if (typeUp != null && typeDown != null && typeUp != typeDown) {
            f.at(below)
                    .errorAtName(
                            "'above' and 'below' mix replicas, percentages and exact numbers",
                            "write all of them alike");
            return null;
        }
        Side high = up == null ? null : up.side(s, 1);
        Side low = down == null ? null : down.side(s, -1);
        if (high != null && low != null && low.threshold() >= high.threshold()) {
            f.at(below)
                    .errorAtName(
                            "'below' begins at or above where 'above' does, so both would apply",
                            "keep the highest level of 'below' under the lowest of 'above'");
        }
        StepScaling.Type type = typeUp != null ? typeUp : typeDown;
        return type == null
                ? null
                : new StepScaling(
                        s.name(),
                        type,
                        f.get(least),
                        high,
                        low,
                        f.get(adaptive),
                        f.get(breaches),
                        f.get(periods),
                        f.get(period));
    }
}
