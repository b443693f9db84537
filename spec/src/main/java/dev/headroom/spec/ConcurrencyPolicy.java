package dev.headroom.spec;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.ConcurrencyPanic;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Request-driven scaling with a panic window. */
final class ConcurrencyPolicy extends Table<ConcurrencyPanic> {

    private final Key<ConcurrencyPanic, String> signal = optional(
            "signal",
            Reference.SIGNAL,
            "Requests in flight over the workload, or per second.",
            "the one that measures in-flight, else rate",
            ConcurrencyPanic::signal);
    private final Key<ConcurrencyPanic, Level> perReplica = add(new Key<>(
            "per-replica",
            Values.LEVEL,
            "Hard target for one replica.",
            true,
            null,
            "required",
            (p, w) -> w.level(p.signal(), p.perReplica())));
    private final Key<ConcurrencyPanic, Double> utilisation = fallback(
            "utilisation", Values.POSITIVE_SHARE, "Share of it to aim at.", 0.7, ConcurrencyPanic::utilisation);
    private final Key<ConcurrencyPanic, Duration> stable =
            fallback("stable", Values.DURATION, "The stable window.", Duration.ofSeconds(60), ConcurrencyPanic::stable);
    private final Key<ConcurrencyPanic, Duration> panic = optional(
            "panic", Values.DURATION, "The panic window.", "a tenth of the stable window", ConcurrencyPanic::panic);
    private final Key<ConcurrencyPanic, Double> threshold = fallback(
            "panic-threshold",
            Values.FACTOR,
            "Ratio of need to ready replicas at which panic begins.",
            2.0,
            ConcurrencyPanic::panicThreshold);
    private final Key<ConcurrencyPanic, Double> maxUp =
            fallback("max-up", Values.FACTOR, "Largest factor up in one step.", 1000.0, ConcurrencyPanic::maxUp);
    private final Key<ConcurrencyPanic, Double> maxDown =
            fallback("max-down", Values.FACTOR, "Largest divisor down in one step.", 2.0, ConcurrencyPanic::maxDown);
    private final Key<ConcurrencyPanic, Duration> grace = fallback(
            "zero-grace",
            Values.DURATION,
            "How long without work before zero.",
            Duration.ofSeconds(30),
            ConcurrencyPanic::zeroGrace);

    ConcurrencyPolicy() {
        super("policy-concurrency", "Concurrency with a stable and a panic window, as Knative does it.");
    }

    @Override
    @Nullable
    ConcurrencyPanic build(Fields f) {
        Duration slow = f.get(stable);
        Duration given = f.find(panic);
        Duration fast = given != null ? given : slow.dividedBy(10);
        if (fast.isZero() || fast.compareTo(slow) > 0) {
            f.at(panic)
                    .error(
                            "the panic window must be longer than 0 and at most the stable window",
                            "write a duration such as 6s");
        }
        for (Key<ConcurrencyPanic, Double> key : java.util.List.of(threshold, maxUp, maxDown)) {
            if (f.get(key) <= 1) {
                f.at(key).error("'" + key.name() + "' must be above 1", "write a factor such as 2");
            }
        }
        Signal s = Signals.named(f, signal, Measure.IN_FLIGHT, Measure.RATE);
        if (s == null) {
            return null;
        }
        double target = Signals.level(f, perReplica, s);
        if (target == 0) {
            f.at(perReplica).error("a target of 0 would need endless replicas", "write a positive target");
        }
        return new ConcurrencyPanic(
                s.name(),
                target,
                f.get(utilisation),
                slow,
                fast,
                f.get(threshold),
                f.get(maxUp),
                f.get(maxDown),
                f.get(grace));
    }
}
