package dev.headroom.engine.guardrail;

import dev.headroom.engine.guardrail.GuardrailMemory.Demand;
import dev.headroom.engine.guardrail.GuardrailMemory.Level;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.SignalValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a dead source from a quiet time: when every demand signal that can be read (rate, in flight, concurrency, backlog)
 * reads zero at once, and one of them was busy just before, scaling in is held for a while. A workload that measures none of
 * these is judged by its utilisation, which never reads zero while work is done.
 *
 * <p>Busy means both of:
 *
 * <ul>
 *   <li>at least five items of work were to be expected: in flight, in busy slots or waiting, or arriving between two decisions. Of Poisson
 *       arrivals, five expected ones all fail to come with a probability of e⁻⁵, 0.7 %.
 *   <li>the last value was within a factor of four of the signal's level over the last minute or so. Below it, demand was
 *       already ending; above it, this was a burst that may end as it came.
 * </ul>
 *
 * <p>A backlog may be emptied at once, by a bulk or by many workers. Its zero is believed as soon as a utilisation bears witness:
 * while only the source of the backlog is dead, the replicas go on working. It must have fallen to half of its level or less, from a
 * tenth or more, and the zero must not be all that its own source can say: it is not zero itself, or comes from another source. Other
 * demand has no such witness, since requests end with the traffic and with whoever measures it alike.
 *
 * <p>The level is exponentially smoothed with a time constant of a minute: weight Δ ÷ (Δ + 60 s) for a step of Δ. It stands
 * still during disbelief. A value from longer ago than the disbelief lasts is no evidence.
 */
final class DeadSource {
    private static final String RULE = "dead-source";
    private static final String HELD =
            "{before} is held at {after} until {until}: every demand signal fell from busy to zero"
                    + " at once, which looks like a dead source";
    private static final String SILENT =
            "every demand signal fell from busy to zero at once, which looks like a dead source: no scaling in until {until}";
    private static final String BELIEVED = "demand has read zero for {limit|s}: believed from now on";
    private static final String WITNESSED = "the backlog fell to zero at once, and {detail} with it: believed";

    private static final double EXPECTED = 5;
    private static final double BAND = 4;
    private static final double IDLE = 0.5;
    private static final double WORKING = 0.1;
    private static final double CONSTANT = 60_000;

    private DeadSource() {}

    static void apply(long disbelief, Draft d) {
        List<SignalValue> signals = d.s.signals();
        boolean byUse = byUse(signals);
        int readable = 0;
        boolean silent = true;
        boolean backlog = true;
        for (int i = 0; i < signals.size(); i++) {
            SignalValue v = signals.get(i);
            if (isDemand(v, byUse) && v.ok()) {
                readable++;
                silent &= v.value() <= 0;
                backlog &= v.signal().measures() == Measure.BACKLOG;
            }
        }
        if (readable == 0) {
            return;
        }
        long since = d.demand.silentSinceMillis();
        if (silent && since < 0 && d.elapsed <= disbelief && wasBusy(d, byUse)) {
            since = d.now;
        }
        String witness = silent && backlog && since >= 0 ? witness(d, signals) : null;
        if (!silent) {
            since = -1;
        } else if (since >= 0 && d.now - since >= disbelief) {
            d.say(RULE, BELIEVED, disbelief / 1000.0, d.desired, "");
            d.demand = new Demand(List.of(), -1);
            return;
        } else if (witness != null) {
            d.say(RULE, WITNESSED, Double.NaN, d.desired, witness);
            d.demand = new Demand(List.of(), -1);
            return;
        }
        if (since < 0) {
            learn(d, signals, byUse);
            return;
        }
        if (since != d.demand.silentSinceMillis()) {
            d.demand = new Demand(d.demand.levels(), since);
        }
        int asked = d.desired;
        if (!d.pinned && d.shrinks()) {
            d.raiseTo(d.current);
        }
        d.say(
                RULE,
                d.desired == asked ? SILENT : HELD,
                Double.NaN,
                Double.NaN,
                asked,
                Instant.ofEpochMilli(since + disbelief),
                "");
    }

    private static boolean isDemand(SignalValue v, boolean byUse) {
        return switch (v.signal().measures()) {
            case RATE, IN_FLIGHT, CONCURRENCY, BACKLOG -> true;
            case UTILISATION -> byUse;
            default -> false;
        };
    }

    /** Whether no signal measures demand itself. */
    private static boolean byUse(List<SignalValue> signals) {
        for (int i = 0; i < signals.size(); i++) {
            if (isDemand(signals.get(i), false)) {
                return false;
            }
        }
        return true;
    }

    private static boolean queued(List<SignalValue> signals) {
        for (int i = 0; i < signals.size(); i++) {
            if (signals.get(i).signal().measures() == Measure.BACKLOG) {
                return true;
            }
        }
        return false;
    }

    /** A utilisation that shows that the work is done; null for none. */
    private static @Nullable String witness(Draft d, List<SignalValue> signals) {
        for (int i = 0; i < signals.size(); i++) {
            SignalValue v = signals.get(i);
            Level before = find(d.demand.levels(), v.signal().name());
            if (v.signal().measures() != Measure.UTILISATION || !v.ok() || before == null) {
                continue;
            }
            double level = before.level();
            boolean apart = signals.stream()
                    .filter(s -> isDemand(s, false) && s.ok())
                    .noneMatch(s -> s.signal().source().equals(v.signal().source()));
            if (level >= WORKING && v.value() <= IDLE * level && (apart || v.value() > 0)) {
                return v.signal().name();
            }
        }
        return null;
    }

    private static boolean wasBusy(Draft d, boolean byUse) {
        List<Level> levels = d.demand.levels();
        for (int i = 0; i < levels.size(); i++) {
            Level l = levels.get(i);
            SignalValue v = d.s.signal(l.signal());
            if (v == null || !v.ok() || !isDemand(v, byUse)) {
                continue;
            }
            double expected = v.signal().measures() == Measure.RATE ? l.level() * d.elapsed / 1000 : l.level();
            if (expected >= EXPECTED && l.last() * BAND >= l.level() && l.last() <= BAND * l.level()) {
                return true;
            }
        }
        return false;
    }

    private static void learn(Draft d, List<SignalValue> signals, boolean byUse) {
        List<Level> before = d.demand.levels();
        double weight = d.elapsed / (d.elapsed + CONSTANT);
        boolean use = byUse || queued(signals);
        Level[] levels = new Level[signals.size()];
        int n = 0;
        boolean changed = d.demand.silentSinceMillis() >= 0;
        for (int i = 0; i < levels.length; i++) {
            SignalValue v = signals.get(i);
            if (!isDemand(v, use)) {
                continue;
            }
            Level old = find(before, v.signal().name());
            Level level = v.ok() ? learned(old, v.signal().name(), items(v, d, byUse), weight) : old;
            if (level != null) {
                changed |= !level.equals(old);
                levels[n++] = level;
            }
        }
        if (changed || n != before.size()) {
            d.demand = new Demand(n == 1 ? List.of(levels[0]) : List.of(Arrays.copyOf(levels, n)), -1);
        }
    }

    private static Level learned(@Nullable Level old, String signal, double items, double weight) {
        if (old == null) {
            return new Level(signal, items, items);
        }
        double level = old.level() + weight * (items - old.level());
        return old.last() == items && old.level() == level ? old : new Level(signal, items, level);
    }

    private static @Nullable Level find(List<Level> levels, String signal) {
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).signal().equals(signal)) {
                return levels.get(i);
            }
        }
        return null;
    }

    /** A utilisation that only bears witness is kept as it is. */
    private static double items(SignalValue v, Draft d, boolean byUse) {
        return switch (v.signal().measures()) {
            case CONCURRENCY -> v.value() * Math.max(1, d.s.fleet().ready());
            case UTILISATION ->
                !byUse
                        ? v.value()
                        : v.value()
                                * Math.max(1, d.s.fleet().ready())
                                * d.s.replica().concurrency();
            default -> v.value();
        };
    }
}
