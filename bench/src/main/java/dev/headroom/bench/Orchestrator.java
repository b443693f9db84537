package dev.headroom.bench;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.BlastRadius;
import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.Budget;
import dev.headroom.engine.guardrail.Cooldown;
import dev.headroom.engine.guardrail.DependencyLimit;
import dev.headroom.engine.guardrail.FreezeWindow;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.RateLimits.Rate;
import dev.headroom.engine.guardrail.RateLimits.Select;
import dev.headroom.engine.guardrail.Stabilisation;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.Predictive;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.TargetTracking;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workload of the benchmarks: the chat orchestrator, with four policies and every guardrail. */
final class Orchestrator {
    static final int MIN = 10;
    static final int MAX = 200;
    static final double PER_REPLICA = 10;
    static final String IN_FLIGHT = "inflight";
    static final String CPU = "cpu";

    private static final double OPEN = Double.POSITIVE_INFINITY;

    private Orchestrator() {}

    /** Signals in flight and CPU, evaluated every 15 s; its maximum depends on the tier {@code llm}. */
    static Workload workload() {
        return workload(new Bounds.TierLimit("llm", 40));
    }

    /** The same without the tier, which a simulation of one workload does not have. */
    static Workload alone() {
        return workload(null);
    }

    private static Workload workload(Bounds.@Nullable TierLimit tier) {
        return new Workload(
                "orchestrator",
                Duration.ofSeconds(15),
                new ReplicaSpec(
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(20),
                        14,
                        Duration.ofMillis(900),
                        Money.of("0.10", "USD")),
                new Objective(0.95, Duration.ofSeconds(3), null, 0.999),
                List.of(
                        Signal.of(IN_FLIGHT, Measure.IN_FLIGHT, Unit.COUNT),
                        Signal.of(CPU, Measure.UTILISATION, Unit.PERCENT)),
                List.of(
                        new Workload.Weighted(
                                new TargetTracking(IN_FLIGHT, TargetTracking.Mode.TOTAL, PER_REPLICA, 0.1, 0.1), 1),
                        new Workload.Weighted(steps(), 1),
                        new Workload.Weighted(
                                new Predictive(IN_FLIGHT, PER_REPLICA, 1, 0.9, Duration.ofMinutes(5), false, 0.5), 1),
                        new Workload.Weighted(primeTime(), 1)),
                Combiner.MAXIMUM,
                guardrails(tier));
    }

    private static StepScaling steps() {
        return new StepScaling(
                CPU,
                StepScaling.Type.CHANGE,
                0,
                new StepScaling.Side(
                        0.60,
                        List.of(
                                new StepScaling.Step(0, 0.15, 1),
                                new StepScaling.Step(0.15, 0.30, 3),
                                new StepScaling.Step(0.30, OPEN, 5))),
                new StepScaling.Side(
                        0.40, List.of(new StepScaling.Step(-OPEN, -0.15, -2), new StepScaling.Step(-0.15, 0, -1))),
                false,
                2,
                3,
                Duration.ofMinutes(1));
    }

    private static Scheduled primeTime() {
        return new Scheduled(List.of(
                new Scheduled.Entry(
                        "prime time", new Daily(17 * 3600 + 1800), Duration.ZERO, null, null, null, 50, -1, -1),
                new Scheduled.Entry(
                        "night", new Daily(23 * 3600 + 1800), Duration.ZERO, null, null, null, MIN, -1, -1)));
    }

    private static Guardrails guardrails(Bounds.@Nullable TierLimit tier) {
        return new Guardrails(
                new Bounds(MIN, MAX, tier),
                List.of(new DependencyLimit("sessions-db connections", 4000, 20, null, false, 20)),
                Stabilisation.DEFAULT,
                new RateLimits(
                        List.of(Rate.share(1, Duration.ofMinutes(1)), Rate.replicas(10, Duration.ofMinutes(1))),
                        Select.MAX,
                        List.of(Rate.share(0.1, Duration.ofMinutes(1))),
                        Select.MAX),
                Cooldown.DYNAMIC,
                new Budget(100, 1000, 25_000, "USD", false, Budget.ALERTS, 1.5, List.of("thumbnails"), ZoneOffset.UTC),
                List.of(new FreezeWindow("backup", new Daily(4 * 3600), Duration.ofMinutes(30), true)),
                BlastRadius.DEFAULT);
    }
}
