package dev.headroom.spec;

import dev.headroom.engine.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A workload: what the engine decides by, what is scaled, and the world it is simulated in.
 *
 * @param workload the engine's part, complete
 * @param target what is scaled
 * @param instance the instance type of a replica, or null
 * @param lifecycle how replicas come and go
 * @param service what they do; null when the spec does not say, and it cannot be simulated
 * @param arrivals how requests come within a step of the trace, in simulation
 * @param billing how their time is billed
 * @param measurement how signals are seen in simulation
 * @param supply what the platform has to give, in simulation
 * @param tier what it calls, when workloads are simulated together
 * @param forecasts forecasts that policies ask for
 */
public record WorkloadSpec(
        Workload workload,
        TargetSpec target,
        @Nullable String instance,
        LifecycleSpec lifecycle,
        @Nullable ServiceSpec service,
        ArrivalsSpec arrivals,
        BillingSpec billing,
        MeasurementSpec measurement,
        SupplySpec supply,
        TierSpec tier,
        List<ForecastSpec> forecasts) {
    public WorkloadSpec {
        forecasts = List.copyOf(forecasts);
    }

    /** How much of the past each signal is forecast from, by its name: the longest that a policy asks for. */
    public Map<String, Duration> histories() {
        return forecasts.stream()
                .collect(Collectors.toMap(
                        ForecastSpec::signal, ForecastSpec::history, (a, b) -> a.compareTo(b) > 0 ? a : b));
    }

    /** The same decided differently. */
    public WorkloadSpec with(Workload other) {
        return new WorkloadSpec(
                other, target, instance, lifecycle, service, arrivals, billing, measurement, supply, tier, forecasts);
    }
}
