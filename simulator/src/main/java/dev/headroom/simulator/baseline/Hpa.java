package dev.headroom.simulator.baseline;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.Stabilisation;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Replica;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The Kubernetes horizontal pod autoscaler ({@code autoscaling/v2}), evaluated every 15 s.
 *
 * <p>What a real one reads per pod, it rebuilds from an average and the fleet: starting replicas are unready pods; ready ones
 * without a sample ({@link Reading#sampled()}) are missing; within five minutes of its start, a pod counts for CPU only when
 * its sample is a whole metric window younger than its readiness. Pods share the average.
 */
public final class Hpa implements Decider {

    /** How a metric is turned into pods. */
    public enum Kind {
        /** Mean utilisation of a resource request; young pods are left out. */
        RESOURCE,
        /** Mean of a metric of the pods. */
        PODS,
        /** A total held against a value. */
        VALUE,
        /** A total held against a value per pod. */
        AVERAGE_VALUE
    }

    /**
     * One metric; readings come in the order of the metrics.
     *
     * @param target in the unit of the reading, positive
     */
    public record Metric(Kind kind, double target) {}

    /**
     * Settings.
     *
     * @param metrics at least one
     * @param min least pods; 0 only with an object's or external metric
     * @param max most pods
     * @param tolerance band in which nothing changes
     * @param windows stabilisation
     * @param rates limits of change
     * @param initialisationMillis after its start, a pod's CPU counts only with care
     * @param metricWindowMillis span a CPU sample is measured over
     */
    public record Config(
            List<Metric> metrics,
            int min,
            int max,
            HpaCalculator.Tolerance tolerance,
            Stabilisation windows,
            RateLimits rates,
            long initialisationMillis,
            long metricWindowMillis) {

        /** The defaults of the controller: 10 % tolerance, 300 s down window, five minutes of CPU initialisation. */
        public static Config of(int min, int max, Metric... metrics) {
            return new Config(
                    List.of(metrics),
                    min,
                    max,
                    HpaCalculator.Tolerance.DEFAULT,
                    HpaBehaviour.DEFAULT_WINDOWS,
                    HpaBehaviour.DEFAULT_RATES,
                    300_000,
                    15_000);
        }

        /** The same with another behaviour. */
        public Config behaving(Stabilisation newWindows, RateLimits newRates) {
            return new Config(
                    metrics, min, max, tolerance, newWindows, newRates, initialisationMillis, metricWindowMillis);
        }
    }

    private static final String RULE = "hpa";

    private final Config config;
    private final HpaBehaviour behaviour;
    private boolean begun;

    /** An autoscaler that has just been created. */
    public Hpa(Config config) {
        this.config = config;
        this.behaviour = new HpaBehaviour(config.windows, config.rates);
    }

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        int current = seen.fleet().desired();
        long millis = now.toEpochMilli();
        if (!begun) {
            behaviour.begin(current, millis);
            begun = true;
        }
        if (current == 0 && config.min != 0) {
            return Verdict.hold(
                    state, seen, now, text("scaling is off: the target was set to 0 replicas by hand", current));
        }
        if (current > config.max || current < config.min) {
            int bounded = Verdict.clamp(current, config.min, config.max);
            behaviour.scaled(current, bounded, millis);
            return Verdict.of(state, seen, now, bounded, List.of(bounds(current, bounded)));
        }
        List<Reason> reasons = new ArrayList<>(4);
        int recommended = recommend(seen, now, reasons);
        if (recommended < 0) {
            return Verdict.of(state, seen, now, current, reasons);
        }
        int stable = behaviour.stabilise(current, recommended, millis);
        if (stable != recommended) {
            reasons.add(Reason.guardrail(
                    RULE,
                    stable > recommended
                            ? "recommendations of the last {limit|s} were higher: {after} instead of {before}"
                            : "recommendations of the last {limit|s} were lower: {after} instead of {before}",
                    (stable > recommended ? config.windows.down() : config.windows.up()).toMillis() / 1e3,
                    recommended,
                    stable,
                    ""));
        }
        int desired = behaviour.limit(current, stable, config.min, config.max, millis);
        if (desired != stable) {
            reasons.add(
                    desired == config.min || desired == config.max
                            ? bounds(stable, desired)
                            : Reason.of(
                                    Reason.Stage.GUARDRAIL,
                                    RULE,
                                    "the behaviour's rate limit lets {after} of the wanted {before} through",
                                    stable,
                                    desired,
                                    ""));
        }
        behaviour.scaled(current, desired, millis);
        return Verdict.of(state, seen, now, desired, reasons);
    }

    /** The largest wish of the metrics; −1 to change nothing because metrics fail. */
    private int recommend(Observations seen, Instant now, List<Reason> reasons) {
        int current = seen.fleet().desired();
        int largest = -1;
        int failed = 0;
        for (int i = 0; i < config.metrics.size(); i++) {
            Metric metric = config.metrics.get(i);
            Reading reading = seen.readings().get(i);
            int wanted = Verdict.usable(reading) ? wanted(metric, reading, seen.fleet(), now) : -1;
            if (wanted < 0) {
                failed++;
                reasons.add(text("no metric: {detail}", current, reading.detail()));
                continue;
            }
            largest = Math.max(largest, wanted);
            reasons.add(Reason.policy(
                    RULE,
                    wanted == current ? template(metric.kind, true) : template(metric.kind, false),
                    reading.value(),
                    metric.target,
                    current,
                    wanted,
                    ""));
        }
        if (failed > 0 && largest >= 0 && largest < current) {
            reasons.add(text("a metric is missing, so nothing scales in", current));
            return -1;
        }
        return largest;
    }

    private int wanted(Metric metric, Reading reading, Fleet fleet, Instant now) {
        int current = fleet.desired();
        return switch (metric.kind) {
            case RESOURCE -> {
                HpaCalculator.Pods pods = cpuPods(reading, fleet, now);
                yield pods.sampled() == 0 ? -1 : HpaCalculator.resource(current, pods, metric.target, config.tolerance);
            }
            case PODS -> {
                int sampled = sampled(reading, fleet);
                int booting = booting(fleet);
                HpaCalculator.Pods pods = new HpaCalculator.Pods(
                        reading.value() * sampled,
                        sampled,
                        fleet.starting() - booting,
                        fleet.ready() - sampled + booting);
                yield sampled == 0 ? -1 : HpaCalculator.pods(current, pods, metric.target, config.tolerance);
            }
            case VALUE -> HpaCalculator.value(current, fleet.ready(), reading.value(), metric.target, config.tolerance);
            case AVERAGE_VALUE ->
                HpaCalculator.average(
                        fleet.ready() + fleet.starting(), reading.value(), metric.target, config.tolerance);
        };
    }

    private HpaCalculator.Pods cpuPods(Reading reading, Fleet fleet, Instant now) {
        int sampled = sampled(reading, fleet);
        int missing = fleet.ready() - sampled;
        int fresh = 0;
        List<Replica> young = fleet.young();
        for (int i = 0; i < young.size(); i++) {
            Replica pod = young.get(i);
            Instant ready = pod.readyAt();
            if (ready != null
                    && pod.phase() != Replica.Phase.DRAINING
                    && pod.requestedAt().toEpochMilli() + config.initialisationMillis > now.toEpochMilli()
                    && reading.at().toEpochMilli() < ready.toEpochMilli() + config.metricWindowMillis) {
                fresh++;
            }
        }
        fresh = Math.min(fresh, sampled);
        sampled -= fresh;
        return new HpaCalculator.Pods(reading.value() * sampled, sampled, fleet.starting() + fresh, missing);
    }

    /** Containers that run and are not ready: for a metric of their own they count as missing, not as pending. */
    private static int booting(Fleet fleet) {
        int booting = 0;
        for (int i = 0; i < fleet.young().size(); i++) {
            if (fleet.young().get(i).phase() == Replica.Phase.BOOTING) {
                booting++;
            }
        }
        return Math.min(booting, fleet.starting());
    }

    private static int sampled(Reading reading, Fleet fleet) {
        return reading.sampled() < 0 ? fleet.ready() : Math.min(reading.sampled(), fleet.ready());
    }

    private static String template(Kind kind, boolean hold) {
        return switch (kind) {
            case RESOURCE ->
                hold
                        ? "utilisation {observed|%} against {target|%}: {after} replicas are right"
                        : "utilisation {observed|%} against {target|%}: {after} replicas instead of {before}";
            case PODS, VALUE ->
                hold
                        ? "{observed} against a target of {target}: {after} replicas are right"
                        : "{observed} against a target of {target}: {after} replicas instead of {before}";
            case AVERAGE_VALUE ->
                hold
                        ? "{observed} in all at {target} per replica: {after} replicas are right"
                        : "{observed} in all at {target} per replica: {after} replicas instead of {before}";
        };
    }

    private static Reason bounds(int before, int after) {
        return Reason.of(Reason.Stage.GUARDRAIL, RULE, "{before} is outside the bounds: {after}", before, after, "");
    }

    private static Reason text(String template, int current) {
        return text(template, current, "");
    }

    private static Reason text(String template, int current, String detail) {
        return Reason.of(Reason.Stage.POLICY, RULE, template, current, current, detail);
    }
}
