package dev.headroom.simulator;

import dev.headroom.engine.loop.ControlLoop;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.forecast.ForecastKeeper;
import dev.headroom.forecast.NearTerm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The forecasts of a simulated workload, made of the samples that its control loop has seen, as live. */
final class Forecasts implements ControlLoop.Surroundings {

    private final MetricSource source;
    private final List<Signal> signals;
    private final ControlLoop.Surroundings others;
    private final List<ForecastKeeper> keepers = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private Map<String, Forecast> last = Map.of();

    /**
     * Those of a scenario, which has a foresight.
     *
     * @param source what the control loop sees
     * @param holdSeconds mean time that one of the demand holds a slot
     * @param others all that is seen besides
     */
    Forecasts(
            Scenario s, Foresight foresight, MetricSource source, double holdSeconds, ControlLoop.Surroundings others) {
        this.source = source;
        this.others = others;
        this.signals = s.workload().signals();
        for (int i = 0; i < signals.size(); i++) {
            Signal signal = signals.get(i);
            ForecastKeeper.Settings settings = foresight.signals().get(signal.name());
            if (settings == null) {
                continue;
            }
            ForecastKeeper keeper = new ForecastKeeper(signal.name(), new NearTerm(), settings);
            Trace earlier = foresight.earlier();
            if (earlier != null) {
                remember(keeper, signal, earlier, s.trace().startMillis(), holdSeconds);
            }
            keepers.add(keeper);
            places.add(i);
        }
    }

    /** What a control loop sees besides its samples: the others of a chain, and forecasts where the scenario has them. */
    static ControlLoop.Surroundings around(Scenario s, MetricSource source, Simulation.Role role) {
        ControlLoop.Surroundings around = role.around();
        ControlLoop.Surroundings others = around != null ? around : new ControlLoop.Surroundings() {};
        Foresight foresight = s.foresight();
        return foresight == null ? others : new Forecasts(s, foresight, source, role.holdSeconds(), others);
    }

    /** What was measured while earlier demand came; by Little's law for what is in flight. */
    private static void remember(ForecastKeeper keeper, Signal signal, Trace earlier, long end, double holdSeconds) {
        double each = switch (signal.measures()) {
            case RATE -> 1;
            case IN_FLIGHT -> holdSeconds;
            case CONCURRENCY, UTILISATION, MEMORY, LATENCY, ERRORS, BACKLOG, AGE, INPUT_TOKENS, OUTPUT_TOKENS, OTHER ->
                Double.NaN;
        };
        if (Double.isNaN(each)) {
            return;
        }
        long length = earlier.bucketMillis();
        for (int i = 0; i < earlier.arrivals().length; i++) {
            long from = earlier.startMillis() + i * length;
            if (from + length > end) {
                return;
            }
            keeper.take(
                    Instant.ofEpochMilli(from),
                    Instant.ofEpochMilli(from + length),
                    earlier.arrivals()[i] * 1000.0 / length * each);
        }
    }

    @Override
    public Map<String, Forecast> forecasts(Instant now) {
        // Reading again what the turn has just read gives the same, and costs nothing.
        List<Reading> readings = source.read(signals, now);
        Map<String, Forecast> made = null;
        for (int i = 0; i < keepers.size(); i++) {
            int place = places.get(i);
            Reading r = readings.get(place);
            ForecastKeeper keeper = keepers.get(i);
            if (r.status() == Reading.Status.OK && !r.at().isAfter(now)) {
                keeper.take(r.at(), signals.get(place).unit().toBase(r.value()));
            }
            Forecast forecast = keeper.forecast();
            if (forecast != null && !Objects.equals(last.get(keeper.signal()), forecast)) {
                made = made == null ? new HashMap<>(last) : made;
                made.put(keeper.signal(), forecast);
            }
        }
        last = made == null ? last : Map.copyOf(made);
        return last;
    }

    @Override
    public Map<String, Integer> tiers(Instant now) {
        return others.tiers(now);
    }

    @Override
    public Observations.Spending spending(Instant now) {
        return others.spending(now);
    }

    @Override
    public List<ManualOverride> overrides(Instant now) {
        return others.overrides(now);
    }
}
