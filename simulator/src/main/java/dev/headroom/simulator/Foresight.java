package dev.headroom.simulator;

import dev.headroom.engine.Workload;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.engine.policy.Predictive;
import dev.headroom.forecast.ForecastKeeper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What forecasts a workload has: made in the simulation's own time, of what had been measured by then.
 *
 * @param signals how each signal that is forecast is kept, by its name
 * @param earlier demand before the trace that was seen already, as a store would have it; only what ended before the
 *     trace's begin is used, so that nothing is known from the future; null when there is none
 */
public record Foresight(
        Map<String, ForecastKeeper.Settings> signals,
        @Nullable Trace earlier) {

    public Foresight {
        signals = Map.copyOf(signals);
    }

    /**
     * The forecasts that a workload's policies ask for: each so far ahead as a replica takes to be warm, and the policy's
     * buffer; the automatic policy asks for that of its rate.
     *
     * @param histories how much of the past each signal is forecast from, by its name; 28 days where none is given
     */
    public static Foresight of(Workload workload, Map<String, Duration> histories, @Nullable Trace earlier) {
        Map<String, Duration> ahead = new LinkedHashMap<>();
        Duration ready = workload.replica().boot().plus(workload.replica().warmup());
        for (Workload.Weighted w : workload.policies()) {
            if (w.policy() instanceof Predictive p) {
                ahead.merge(p.signal(), ready.plus(p.buffer()), Foresight::longer);
            } else if (w.policy() instanceof CapacityModel) {
                workload.signals().stream()
                        .filter(signal -> signal.measures() == Measure.RATE)
                        .findFirst()
                        .ifPresent(rate -> ahead.merge(rate.name(), ready, Foresight::longer));
            }
        }
        Map<String, ForecastKeeper.Settings> signals = new LinkedHashMap<>();
        ahead.forEach((signal, far) -> signals.put(
                signal, ForecastKeeper.Settings.ahead(far, histories.getOrDefault(signal, Duration.ofDays(28)))));
        return new Foresight(signals, earlier);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
