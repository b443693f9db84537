package dev.headroom.engine;

import dev.headroom.engine.guardrail.BlastRadius;
import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.Budget;
import dev.headroom.engine.guardrail.Cooldown;
import dev.headroom.engine.guardrail.DependencyLimit;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.Stabilisation;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.engine.policy.ConcurrencyPanic;
import dev.headroom.engine.policy.HeldThresholds;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.Pressure;
import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.TargetTracking;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random workloads and random courses of what is seen of them, from a seed. */
final class Worlds {

    static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    static final Duration TICK = Duration.ofSeconds(15);

    /** The signals of every random workload, in this order. */
    static final List<Signal> SIGNALS = List.of(
            Signal.of("inflight", Measure.IN_FLIGHT, Unit.COUNT),
            Signal.of("rps", Measure.RATE, Unit.PER_SECOND),
            Signal.of("cpu", Measure.UTILISATION, Unit.PERCENT),
            Signal.of("queue", Measure.BACKLOG, Unit.COUNT));

    private Worlds() {}

    static Workload workload(long seed) {
        Random r = new Random(seed);
        List<Workload.Weighted> policies = new ArrayList<>();
        int count = 1 + r.nextInt(4);
        for (int i = 0; i < count; i++) {
            policies.add(new Workload.Weighted(policy(r.nextInt(8)), 0.1 + r.nextDouble()));
        }
        int min = r.nextInt(4);
        int max = min + 1 + r.nextInt(60);
        Guardrails guardrails = new Guardrails(
                new Bounds(min, max, null),
                r.nextInt(3) == 0
                        ? List.of(new DependencyLimit("db", 20 * (1 + r.nextInt(60)), 20, null, false, 20))
                        : List.of(),
                r.nextBoolean()
                        ? new Stabilisation(Duration.ofSeconds(r.nextInt(60)), Duration.ofSeconds(r.nextInt(600)))
                        : Stabilisation.NONE,
                r.nextBoolean()
                        ? new RateLimits(
                                List.of(new RateLimits.Rate(Duration.ofSeconds(60), 4, Double.NaN)),
                                RateLimits.Select.MAX,
                                List.of(new RateLimits.Rate(Duration.ofSeconds(60), -1, 0.1)),
                                RateLimits.Select.MIN)
                        : RateLimits.NONE,
                r.nextBoolean()
                        ? new Cooldown(
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(300),
                                r.nextBoolean(),
                                6,
                                Duration.ofMinutes(10))
                        : null,
                r.nextInt(3) == 0
                        ? new Budget(
                                1 + r.nextInt(10),
                                20 + r.nextInt(200),
                                Double.POSITIVE_INFINITY,
                                "USD",
                                r.nextBoolean(),
                                List.of(0.5, 0.8, 0.9, 1.0),
                                1.5,
                                List.of(),
                                ZoneOffset.UTC)
                        : null,
                List.of(),
                r.nextBoolean()
                        ? BlastRadius.DEFAULT
                        : new BlastRadius(0.3, Duration.ofMinutes(5), Duration.ofMinutes(5)));
        return new Workload(
                "web",
                TICK,
                new ReplicaSpec(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        10,
                        Duration.ofMillis(100),
                        Money.of("0.1", "USD")),
                new Objective(0.95, Duration.ofMillis(300), null, 0.999),
                SIGNALS,
                policies,
                List.of(Combiner.values()).get(r.nextInt(4)),
                guardrails);
    }

    static Policy policy(int kind) {
        return switch (kind) {
            case 0 -> new TargetTracking("inflight", TargetTracking.Mode.TOTAL, 7, 0.1, 0.1);
            case 1 -> new TargetTracking("cpu", TargetTracking.Mode.AVERAGE, 0.6, 0.1, 0.1);
            case 2 ->
                new StepScaling(
                        "cpu",
                        StepScaling.Type.CHANGE,
                        0,
                        new StepScaling.Side(
                                0.6,
                                List.of(
                                        new StepScaling.Step(0, 0.15, 1),
                                        new StepScaling.Step(0.15, Double.POSITIVE_INFINITY, 3))),
                        new StepScaling.Side(0.4, List.of(new StepScaling.Step(Double.NEGATIVE_INFINITY, 0, -1))),
                        false,
                        1,
                        1,
                        Duration.ofSeconds(60));
            case 3 ->
                new HeldThresholds(
                        "cpu",
                        List.of(
                                new HeldThresholds.Phase(0.7, Duration.ofSeconds(300), 0.2, 1),
                                new HeldThresholds.Phase(0.9, Duration.ofSeconds(60), 1.0, 3)),
                        List.of(new HeldThresholds.Phase(0.3, Duration.ofSeconds(300), 0.1, 1)));
            case 4 -> new QueueBacklog("queue", "rps", new QueueBacklog.PerReplica(50), 1, Duration.ofMinutes(5));
            case 5 ->
                new ConcurrencyPanic(
                        "inflight",
                        10,
                        0.7,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(6),
                        2,
                        1000,
                        2,
                        Duration.ofSeconds(30));
            case 6 ->
                new Pressure(
                        List.of(new Pressure.Ratio("cpu", 0.6, false), new Pressure.Ratio("rps", 70, true)),
                        1.2,
                        0.6,
                        1.1,
                        0.1);
            default -> new CapacityModel(0.7, 2, 0.5);
        };
    }

    /** What is seen at one step: a wandering load, with readings that are sometimes missing, failed or nonsense. */
    static Observations seen(Random r, int desired, Instant now, boolean faults) {
        int ready = Math.max(0, desired - r.nextInt(3));
        double load = 300 * (1 + Math.sin(now.getEpochSecond() / 900.0)) * (0.5 + r.nextDouble());
        double perReplica = load / Math.max(1, ready);
        List<Reading> readings = List.of(
                reading(r, load / 10, now, faults),
                reading(r, load, now, faults),
                reading(r, Math.min(100, perReplica), now, faults),
                reading(r, Math.max(0, load - 90.0 * ready), now, faults));
        return Observations.of(new Fleet(desired, ready, 0, desired - ready, 0, List.of()), readings);
    }

    private static Reading reading(Random r, double value, Instant now, boolean faults) {
        if (faults) {
            switch (r.nextInt(12)) {
                case 0 -> {
                    return Reading.missing("no data");
                }
                case 1 -> {
                    return Reading.failed("connection refused");
                }
                case 2 -> {
                    return Reading.of(Double.NaN, now);
                }
                case 3 -> {
                    return Reading.of(-5, now);
                }
                case 4 -> {
                    return Reading.of(value, now.minusSeconds(3600));
                }
                default -> {}
            }
        }
        return Reading.of(value, now);
    }
}
