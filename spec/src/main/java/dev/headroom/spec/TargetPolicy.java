package dev.headroom.spec;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.engine.policy.TargetTracking.Mode;
import org.jspecify.annotations.Nullable;

/** Keeps a signal at a target. */
final class TargetPolicy extends Table<TargetTracking> {

    /** How far from the target is let be. */
    private record Tolerance(double up, double down) {}

    private final Key<TargetTracking, String> signal =
            required("signal", Reference.SIGNAL, "The signal followed.", TargetTracking::signal);
    private final Key<TargetTracking, Level> perReplica = add(new Key<>(
            "per-replica",
            Values.LEVEL,
            "The signal is a total of the workload; this much of it for each replica.",
            false,
            null,
            "or average",
            (t, w) -> t.mode() == Mode.TOTAL ? w.level(t.signal(), t.target()) : null));
    private final Key<TargetTracking, Level> average = add(new Key<>(
            "average",
            Values.LEVEL,
            "The signal is an average over the ready replicas; the value it shall have.",
            false,
            null,
            "or per-replica",
            (t, w) -> t.mode() == Mode.AVERAGE ? w.level(t.signal(), t.target()) : null));
    private final Key<TargetTracking, Tolerance> tolerance = fallback(
            "tolerance",
            new Brief<>(
                    Values.SHARE, s -> new Tolerance(s, s), t -> t.up() == t.down() ? t.up() : null, new Tolerances()),
            "Distance from the target that is let be, relative to it.",
            new Tolerance(0.1, 0.1),
            t -> new Tolerance(t.toleranceUp(), t.toleranceDown()));

    TargetPolicy() {
        super("policy-target", "Target tracking: desired = ⌈current × value ÷ target⌉ outside a band of tolerance.");
    }

    @Override
    @Nullable
    TargetTracking build(Fields f) {
        if (f.has(perReplica) == f.has(average)) {
            f.table()
                    .errorAtName(
                            f.has(average)
                                    ? "both 'per-replica' and 'average' are given"
                                    : "neither 'per-replica' nor 'average' is given",
                            "write per-replica for a total, average for a value that is averaged over replicas");
            return null;
        }
        Signal s = Signals.named(f, signal);
        if (s == null) {
            return null;
        }
        Key<TargetTracking, Level> key = f.has(average) ? average : perReplica;
        double target = Signals.level(f, key, s);
        if (target == 0) {
            f.at(key).error("a target of 0 would need endless replicas", "write a positive target");
            return null;
        }
        Tolerance t = f.get(tolerance);
        return new TargetTracking(s.name(), f.has(average) ? Mode.AVERAGE : Mode.TOTAL, target, t.up(), t.down());
    }

    private static final class Tolerances extends Table<Tolerance> {
        private final Key<Tolerance, Double> up = fallback("up", Values.SHARE, "Above the target.", 0.1, Tolerance::up);
        private final Key<Tolerance, Double> down =
                fallback("down", Values.SHARE, "Below the target.", 0.1, Tolerance::down);

        Tolerances() {
            super("tolerance", "Tolerance up and down.");
        }

        @Override
        Tolerance build(Fields f) {
            return new Tolerance(f.get(up), f.get(down));
        }
    }
}
