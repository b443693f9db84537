package dev.headroom.simulator.baseline;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import java.time.Instant;
import java.util.List;

/**
 * AWS target tracking on one-minute points.
 *
 * <p>The exact formula is unpublished. Used is desired = ⌈capacity × metric ÷ target⌉, which fits the guide's queue example
 * and both roundings it names (replicas to add are rounded up, replicas to remove down). Capacity is what contributes to the
 * metric: for an average the replicas that have warmed up, for a queue those in service. The others count as already asked
 * for, so that one shortage is answered once.
 *
 * <p>Sources: Amazon EC2 Auto Scaling and Application Auto Scaling user guides, "Target tracking scaling policies".
 */
public final class AwsTargetTracking implements Decider {

    /** What the one reading is. */
    public enum Metric {
        /** An average over the replicas. */
        AVERAGE,
        /** A total, divided by the replicas in service, as the guides do with a queue's backlog. */
        TOTAL_PER_REPLICA
    }

    /**
     * Settings.
     *
     * @param metric what the reading is
     * @param target positive
     * @param min least replicas
     * @param max most replicas
     * @param highPoints one-minute points above the target before scaling out
     * @param lowPoints one-minute points below the low threshold before scaling in
     * @param lowMargin how far under the target the low threshold is, as a share of it
     * @param warmupMillis time from ready during which a replica is warming up; nothing scales in meanwhile
     * @param outCooldownMillis quiet time after scaling out (Application Auto Scaling); 0 for none
     * @param inCooldownMillis quiet time after scaling in (Application Auto Scaling); 0 for none
     */
    public record Config(
            Metric metric,
            double target,
            int min,
            int max,
            int highPoints,
            int lowPoints,
            double lowMargin,
            long warmupMillis,
            long outCooldownMillis,
            long inCooldownMillis) {

        /** EC2's defaults: warm-up 300 s (the group's default cooldown), no cooldown. */
        public static Config ec2(Metric metric, double target, int min, int max) {
            return new Config(metric, target, min, max, 3, 15, 0.1, 300_000, 0, 0);
        }

        /** Application Auto Scaling's for ECS: cooldowns of 300 s, no warm-up. */
        public static Config ecs(Metric metric, double target, int min, int max) {
            return new Config(metric, target, min, max, 3, 15, 0.1, 0, 300_000, 300_000);
        }
    }

    private static final String RULE = "aws-target";
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Config config;
    private final AwsAlarm high;
    private final AwsAlarm low;
    private long outAt = NEVER;
    private long inAt = NEVER;
    private int beforeOut;

    /** A policy whose alarms have seen nothing. */
    public AwsTargetTracking(Config config) {
        this.config = config;
        this.high = new AwsAlarm(config.highPoints);
        this.low = new AwsAlarm(config.lowPoints);
    }

    /** ⌈capacity × metric ÷ target⌉, forgiving what doubles lose. */
    static int proportional(int capacity, double metric, double target) {
        return Verdict.ceil(capacity * metric / target - 1e-9);
    }

    /**
     * Several policies on one group: out when any wants out, in only when all want in, the largest capacity wins.
     *
     * @param first what one policy wants; the current capacity to hold
     * @param others what the others want
     */
    public static int combine(int first, int... others) {
        int largest = first;
        for (int wish : others) {
            largest = Math.max(largest, wish);
        }
        return largest;
    }

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        Fleet fleet = seen.fleet();
        Reading reading = seen.readings().get(0);
        int current = fleet.desired();
        if (!Verdict.usable(reading)) {
            high.missing();
            low.missing();
            return Verdict.of(
                    state,
                    seen,
                    now,
                    Verdict.clamp(current, config.min, config.max),
                    List.of(note("insufficient data, no scaling: {detail}", current, reading.detail())));
        }
        long millis = now.toEpochMilli();
        int capacity = Math.max(1, fleet.ready());
        double value = reading.value();
        if (config.metric == Metric.TOTAL_PER_REPLICA) {
            value /= capacity;
        } else {
            capacity = fleet.ready() + fleet.starting() - Verdict.warming(seen, millis, config.warmupMillis);
        }
        boolean above = high.add(value > config.target);
        boolean below = low.add(value < config.target * (1 - config.lowMargin));
        if (above) {
            return out(state, seen, now, capacity, value, millis);
        }
        if (below) {
            return in(state, seen, now, capacity, value, millis);
        }
        int bounded = Verdict.clamp(current, config.min, config.max);
        return Verdict.of(
                state,
                seen,
                now,
                bounded,
                List.of(reason("{observed} against a target of {target}: no alarm", value, current, bounded)));
    }

    private Decision out(WorkloadState state, Observations seen, Instant now, int capacity, double value, long millis) {
        int current = seen.fleet().desired();
        // Within the cooldown the capacity just added counts toward what is wanted now.
        int base = millis - outAt < config.outCooldownMillis ? Math.min(capacity, beforeOut) : capacity;
        int wanted = Verdict.clamp(proportional(base, value, config.target), config.min, config.max);
        if (wanted <= current) {
            return Verdict.hold(
                    state,
                    seen,
                    now,
                    reason(
                            capacity == 0
                                    ? "{observed} against a target of {target}, but every replica is warming up: waits"
                                    : "{observed} against a target of {target}: what is needed is asked for already",
                            value,
                            current,
                            current));
        }
        outAt = millis;
        inAt = NEVER;
        beforeOut = base;
        return Verdict.of(
                state,
                seen,
                now,
                wanted,
                List.of(reason(
                        "{observed} against a target of {target} for long enough: {after} replicas instead of"
                                + " {before}",
                        value,
                        current,
                        wanted)));
    }

    private Decision in(WorkloadState state, Observations seen, Instant now, int capacity, double value, long millis) {
        int current = seen.fleet().desired();
        int warming = Verdict.warming(seen, millis, config.warmupMillis);
        if (warming > 0) {
            return Verdict.hold(
                    state,
                    seen,
                    now,
                    reason(
                            "{observed} is far under the target of {target}, but replicas are warming up: no scale-in",
                            value,
                            current,
                            current));
        }
        long quiet = Math.max(outAt + config.outCooldownMillis, inAt + config.inCooldownMillis);
        if (config.inCooldownMillis > 0 && millis < quiet) {
            return Verdict.hold(
                    state,
                    seen,
                    now,
                    reason(
                                    "{observed} is far under the target of {target}, but the cooldown runs until"
                                            + " {until}",
                                    value,
                                    current,
                                    current)
                            .until(Instant.ofEpochMilli(quiet)));
        }
        int wanted =
                Verdict.clamp(Math.min(current, proportional(capacity, value, config.target)), config.min, config.max);
        if (wanted < current) {
            inAt = millis;
        }
        return Verdict.of(
                state,
                seen,
                now,
                wanted,
                List.of(reason(
                        "{observed} is far under the target of {target} for long enough: {after} replicas instead of"
                                + " {before}",
                        value,
                        current,
                        wanted)));
    }

    private static Reason note(String template, int current, String detail) {
        return Reason.of(Reason.Stage.POLICY, RULE, template, current, current, detail);
    }

    private Reason reason(String template, double value, int before, int after) {
        return Reason.policy(RULE, template, value, config.target, before, after, "");
    }
}
