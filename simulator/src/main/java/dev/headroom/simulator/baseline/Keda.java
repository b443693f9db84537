package dev.headroom.simulator.baseline;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A KEDA scaled object with one trigger: KEDA itself between zero and one on every poll, a Kubernetes HPA on the trigger's
 * external metric from one on, every 15 s.
 *
 * <p>Sources: kedacore/keda {@code pkg/scaling/executor/scale_scaledobjects.go}, {@code pkg/fallback/fallback.go}; KEDA's
 * scaled object reference.
 */
public final class Keda implements Decider {

    /** Which number of replicas a fallback stands for. */
    public enum FallbackBehaviour {
        STATIC,
        CURRENT,
        CURRENT_IF_HIGHER,
        CURRENT_IF_LOWER
    }

    /**
     * What the HPA is told while the trigger fails: target × replicas.
     *
     * @param failureThreshold failed reads in a row that are still borne
     * @param replicas the fallback's replicas
     */
    public record Fallback(int failureThreshold, int replicas, FallbackBehaviour behaviour) {
        int replicas(int current) {
            return switch (behaviour) {
                case STATIC -> replicas;
                case CURRENT -> current;
                case CURRENT_IF_HIGHER -> Math.max(current, replicas);
                case CURRENT_IF_LOWER -> Math.min(current, replicas);
            };
        }
    }

    /**
     * Settings.
     *
     * @param target of the trigger per replica, positive
     * @param activation active above this
     * @param min least replicas; at 0 KEDA scales to zero
     * @param max most replicas
     * @param pollMillis between KEDA's looks at the trigger
     * @param cooldownMillis from last active to zero
     * @param fallback null for none
     */
    public record Config(
            double target,
            double activation,
            int min,
            int max,
            long pollMillis,
            long cooldownMillis,
            @Nullable Fallback fallback) {

        /** KEDA's defaults: active above 0, a poll every 30 s, a cooldown of 300 s, no fallback. */
        public static Config of(double target, int min, int max) {
            return new Config(target, 0, min, max, 30_000, 300_000, null);
        }
    }

    private static final String RULE = "keda";
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Config config;
    private final Hpa hpa;
    private long polledAt = NEVER;
    private long activeAt = NEVER;
    private int failures;

    /** A scaled object that has just been created. */
    public Keda(Config config) {
        this.config = config;
        this.hpa = new Hpa(Hpa.Config.of(
                Math.max(1, config.min), config.max, new Hpa.Metric(Hpa.Kind.AVERAGE_VALUE, config.target)));
    }

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        long millis = now.toEpochMilli();
        int current = seen.fleet().desired();
        Reading reading = seen.readings().get(0);
        failures = Verdict.usable(reading) ? 0 : failures + 1;
        if (millis - polledAt >= config.pollMillis) {
            polledAt = millis;
            Reason polled = poll(reading, current, millis);
            if (polled.changed()) {
                return Verdict.of(state, seen, now, polled.after(), List.of(polled));
            }
        }
        if (current == 0) {
            return Verdict.hold(
                    state,
                    seen,
                    now,
                    reason("{observed} is not above the activation value {target}: stays at zero", reading, 0, 0));
        }
        Decision decision = hpa.decide(workload, state, withFallback(seen, now), now);
        if (failures == 0) {
            return decision;
        }
        List<Reason> reasons = new ArrayList<>(decision.reasons());
        reasons.add(Reason.of(
                Reason.Stage.POLICY,
                RULE,
                fallenBack()
                        ? "the trigger keeps failing: the fallback stands in"
                        : "the trigger has failed: nothing scales to zero",
                current,
                decision.desired(),
                ""));
        return Verdict.of(state, seen, now, decision.desired(), reasons);
    }

    /** KEDA's own look at the trigger; a reason that changes replicas when it acts. */
    private Reason poll(Reading reading, int current, long millis) {
        boolean active = failures == 0 && reading.value() > config.activation;
        if (active) {
            activeAt = millis;
            if (current == 0) {
                return reason(
                        "{observed} is above the activation value {target}: {after} replicas instead of none",
                        reading,
                        0,
                        Math.max(1, config.min));
            }
        } else if (failures == 0 && config.min == 0 && current > 0) {
            if (activeAt + config.cooldownMillis < millis) {
                return reason(
                        "not active for longer than the cooldown: none instead of {before} replicas",
                        reading,
                        current,
                        0);
            }
        } else if (current < config.min) {
            return reason("below the least: {after} replicas", reading, current, config.min);
        }
        return reason("{observed} against an activation value of {target}: nothing to do", reading, current, current);
    }

    private boolean fallenBack() {
        return config.fallback != null && failures > config.fallback.failureThreshold;
    }

    private Observations withFallback(Observations seen, Instant now) {
        if (config.fallback == null || !fallenBack()) {
            return seen;
        }
        double total = config.target * config.fallback.replicas(seen.fleet().desired());
        return Observations.of(seen.fleet(), List.of(Reading.of(total, now)));
    }

    private Reason reason(String template, Reading reading, int before, int after) {
        return Reason.policy(RULE, template, reading.value(), config.activation, before, after, "");
    }
}
