package dev.headroom.engine.policy;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Thresholds;
import dev.headroom.engine.model.TokenRates;
import dev.headroom.engine.model.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A situation put together piece by piece: 10 steady replicas of one slot, a minute to boot, no promise, no signals. */
final class Scene {

    static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    private Instant now = START;
    private @Nullable Instant lastDecided;
    private Fleet fleet = Fleet.steady(10);
    private ReplicaSpec replica = new ReplicaSpec(Duration.ofMinutes(1), Duration.ZERO, 1, null, null);
    private Objective objective = Objective.NONE;
    private int min;
    private final List<SignalValue> signals = new ArrayList<>();
    private final List<@Nullable Thresholds> thresholds = new ArrayList<>();
    private final Map<String, Forecast> forecasts = new HashMap<>();

    Scene seconds(double sinceStart) {
        now = START.plusMillis(Math.round(sinceStart * 1000));
        return this;
    }

    Scene at(Instant t) {
        now = t;
        return this;
    }

    Scene lastDecided(Instant t) {
        lastDecided = t;
        return this;
    }

    Scene replicas(int steady) {
        fleet = Fleet.steady(steady);
        return this;
    }

    /** Fewer ready than asked for; the rest is starting. */
    Scene replicas(int desired, int ready) {
        fleet = new Fleet(desired, ready, 0, Math.max(0, desired - ready), 0, List.of());
        return this;
    }

    Scene fleet(Fleet f) {
        fleet = f;
        return this;
    }

    Scene replica(int concurrency, @Nullable Duration service, Duration boot) {
        replica = new ReplicaSpec(boot, Duration.ZERO, concurrency, service, null);
        return this;
    }

    /** Replicas of a language model. */
    Scene serves(int slots, TokenRates rates, Duration boot) {
        replica = new ReplicaSpec(boot, Duration.ZERO, slots, null, null, rates);
        return this;
    }

    Scene promises(double quantile, Duration latency) {
        objective = new Objective(quantile, latency, null, 0.99);
        return this;
    }

    Scene deadline(Duration deadline) {
        objective = new Objective(0.95, null, deadline, 0.99);
        return this;
    }

    Scene min(int replicas) {
        min = replicas;
        return this;
    }

    Scene sees(String name, double value) {
        return sees(name, Measure.OTHER, Unit.COUNT, value, -1);
    }

    Scene sees(String name, Measure measure, double value) {
        return sees(name, measure, measure == Measure.UTILISATION ? Unit.RATIO : Unit.COUNT, value, -1);
    }

    Scene sees(String name, Measure measure, Unit unit, double value, int sampled) {
        signals.add(new SignalValue(Signal.of(name, measure, unit), SignalValue.State.OK, value, sampled, now, ""));
        thresholds.add(null);
        return this;
    }

    Scene learned(String name, double value, Thresholds t) {
        sees(name, value);
        thresholds.set(thresholds.size() - 1, t);
        return this;
    }

    Scene fails(String name, Measure measure, SignalValue.State state, String why) {
        signals.add(new SignalValue(Signal.of(name, measure, Unit.COUNT), state, Double.NaN, -1, Instant.EPOCH, why));
        thresholds.add(null);
        return this;
    }

    Scene fails(String name) {
        return fails(name, Measure.OTHER, SignalValue.State.FAILED, "connection refused");
    }

    Scene forecast(Forecast f) {
        forecasts.put(f.signal(), f);
        return this;
    }

    Situation now() {
        return new Situation(
                now, lastDecided, fleet, replica, objective, min, 1000, signals, thresholds, forecasts, Map.of());
    }
}
