package dev.headroom.spec;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.Predictive;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Launches ahead of a forecast. */
final class PredictPolicy extends Table<Predictive> {

    private static final Duration HISTORY = Duration.ofDays(28);

    private final Key<Predictive, String> signal = optional(
            "signal",
            Reference.SIGNAL,
            "The signal that is forecast, a total of the workload.",
            "the one that measures rate, else in-flight",
            Predictive::signal);
    private final Key<Predictive, Level> perReplica = add(new Key<>(
            "per-replica",
            Values.LEVEL,
            "How much of it one replica carries.",
            false,
            null,
            "derived: the fewest that keep the promised latency where the service time is known, else from the replica at the utilisation",
            (p, w) -> p.perReplica() == 0 ? null : w.level(p.signal(), p.perReplica())));
    private final Key<Predictive, Double> utilisation = fallback(
            "utilisation",
            Values.POSITIVE_SHARE,
            "Share of a replica that is planned for.",
            0.7,
            Predictive::utilisation);
    private final Key<Predictive, Double> quantile =
            fallback("quantile", Values.QUANTILE, "Quantile of the forecast.", 0.9, Predictive::level);
    private final Key<Predictive, Duration> buffer = fallback(
            "buffer",
            Values.DURATION,
            "Time ahead, added to the boot time.",
            Duration.ofMinutes(1),
            Predictive::buffer);
    private final Key<Predictive, Boolean> lowers = fallback(
            "lowers",
            Values.BOOL,
            "Whether it may also ask for fewer; otherwise it is a floor.",
            false,
            Predictive::lowers);
    private final Key<Predictive, Double> errorBound = fallback(
            "error-bound",
            Values.FACTOR,
            "Recent relative error above which it switches itself off.",
            0.5,
            Predictive::errorBound);
    private final Key<Predictive, Duration> history = add(new Key<>(
            "history",
            Values.DURATION,
            "How much of the past the forecast is made from.",
            false,
            HISTORY,
            "28d",
            (p, w) -> w.forecasts().stream()
                    .filter(x -> x.signal().equals(p.signal()))
                    .map(ForecastSpec::history)
                    .findFirst()
                    .orElse(HISTORY)));

    PredictPolicy() {
        super("policy-predict", "Predictive: the replicas that a forecast needs by the time new ones would be up.");
    }

    @Override
    @Nullable
    Predictive build(Fields f) {
        if (f.get(history).compareTo(Duration.ofDays(1)) < 0) {
            f.at(history).error("a forecast needs at least a day of history", "write history: 28d");
        }
        if (f.get(errorBound) == 0) {
            f.at(errorBound).error("no forecast is without error", "write a share such as 50%");
        }
        Signal s = Signals.named(f, signal, Measure.RATE, Measure.IN_FLIGHT);
        if (s == null) {
            return null;
        }
        double carries = f.has(perReplica) ? Signals.level(f, perReplica, s) : 0;
        if (carries == 0 && f.has(perReplica)) {
            f.at(perReplica)
                    .error("a replica that carries nothing would need endless others", "write a positive amount");
        }
        if (!f.has(perReplica) && s.measures() != Measure.RATE && s.measures() != Measure.IN_FLIGHT) {
            f.table()
                    .errorAtName(
                            "how much of '" + s.name() + "' one replica carries cannot be derived",
                            "add per-replica, or say what the signal measures");
        }
        f.reading().forecast(new ForecastSpec(s.name(), f.get(history)));
        return new Predictive(
                s.name(),
                carries,
                f.get(utilisation),
                f.get(quantile),
                f.get(buffer),
                f.get(lowers),
                f.get(errorBound));
    }
}
