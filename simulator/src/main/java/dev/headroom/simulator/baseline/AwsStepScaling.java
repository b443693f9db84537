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
import org.jspecify.annotations.Nullable;

/**
 * AWS step scaling: the further a one-minute metric is past its threshold, the larger the step.
 *
 * <p>A step in progress counts: out, replicas that warm up are not capacity yet, so that only the difference to what was
 * already added is added; in, draining ones are still capacity. Nothing scales in while replicas warm up.
 *
 * <p>Source: Amazon EC2 Auto Scaling user guide, "Step scaling policies".
 */
public final class AwsStepScaling implements Decider {

    /** What an adjustment means. */
    public enum Type {
        /** Replicas to add or remove. */
        CHANGE,
        /** Replicas to have. */
        EXACT,
        /** Percent of the capacity to add or remove: 10 means + 10 %. */
        PERCENT
    }

    /**
     * One step. Bounds are distances from the threshold in the metric's unit, infinite where open. At or above the threshold a
     * step holds for [lower, upper), at or below it for (lower, upper].
     */
    public record Step(double lower, double upper, double adjustment) {}

    /**
     * One policy and its alarm.
     *
     * @param threshold in the metric's unit
     * @param points one-minute points in a row that must breach
     * @param type what adjustments mean
     * @param leastMagnitude for {@link Type#PERCENT}, the least change; 0 for none
     * @param steps ascending, without gap or overlap, at most 20
     */
    public record Side(double threshold, int points, Type type, int leastMagnitude, List<Step> steps) {
        public Side {
            steps = List.copyOf(steps);
            if (steps.isEmpty() || steps.size() > 20) {
                throw new IllegalArgumentException("a step policy has 1 to 20 steps, not " + steps.size());
            }
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                if (!(step.lower < step.upper)) {
                    throw new IllegalArgumentException("a step's lower bound must be under its upper bound: " + step);
                }
                if (i > 0 && step.lower != steps.get(i - 1).upper) {
                    throw new IllegalArgumentException(
                            "steps must neither overlap nor leave a gap: " + steps.get(i - 1) + ", " + step);
                }
            }
        }

        /** The step for a metric, found from above or from below the threshold; null when there is none. */
        private @Nullable Step step(double distance, boolean above) {
            for (int i = 0; i < steps.size(); i++) {
                Step s = steps.get(i);
                if (above ? s.lower <= distance && distance < s.upper : s.lower < distance && distance <= s.upper) {
                    return s;
                }
            }
            return null;
        }
    }

    /**
     * Settings.
     *
     * @param total whether the reading is a total, to be divided by the replicas in service
     * @param out steps for a metric at or above its threshold
     * @param in steps for a metric at or below its threshold
     * @param min least replicas
     * @param max most replicas
     * @param warmupMillis time from ready during which a replica is warming up
     */
    public record Config(boolean total, Side out, Side in, int min, int max, long warmupMillis) {

        /**
         * The guide's example on utilisation in percent, around a threshold of 50: + 10 % from 60, + 30 % from 70, − 10 % at
         * 40 and under, − 30 % at 30 and under. Two one-minute points in a row; a least magnitude of 1, so that a small group
         * moves at all; warm-up 300 s (the group's default cooldown).
         */
        public static Config guide(int min, int max) {
            return around(false, 50, 10, min, max);
        }

        /**
         * The same steps on the backlog per replica, of which {@code acceptable} is the middle, a fifth of it for each ten
         * percent there: the guides give no example of percent steps for queues.
         */
        public static Config backlog(double acceptable, int min, int max) {
            return around(true, acceptable, acceptable / 5, min, max);
        }

        private static Config around(boolean total, double middle, double width, int min, int max) {
            double open = Double.POSITIVE_INFINITY;
            Side out = new Side(
                    middle,
                    2,
                    Type.PERCENT,
                    1,
                    List.of(new Step(0, width, 0), new Step(width, 2 * width, 10), new Step(2 * width, open, 30)));
            Side in = new Side(
                    middle,
                    2,
                    Type.PERCENT,
                    1,
                    List.of(
                            new Step(-open, -2 * width, -30),
                            new Step(-2 * width, -width, -10),
                            new Step(-width, 0, 0)));
            return new Config(total, out, in, min, max, 300_000);
        }
    }

    private static final String RULE = "aws-step";
    private static final String MOVED = "{observed} breaches {target}: {after} replicas instead of {before}";
    private static final String COVERED =
            "{observed} breaches {target}: its step asks for no more than {after}, counting a step under way";

    private final Config config;
    private final AwsAlarm high;
    private final AwsAlarm low;

    /** A policy whose alarms have seen nothing. */
    public AwsStepScaling(Config config) {
        this.config = config;
        this.high = new AwsAlarm(config.out.points);
        this.low = new AwsAlarm(config.in.points);
    }

    /**
     * Capacity after an adjustment. A percentage of the capacity is truncated toward zero beyond ± 1, and is ± 1 between; then
     * the least magnitude applies.
     */
    static int adjust(int capacity, Type type, double adjustment, int leastMagnitude) {
        return switch (type) {
            case EXACT -> (int) adjustment;
            case CHANGE -> capacity + (int) adjustment;
            case PERCENT -> {
                double raw = capacity * adjustment / 100;
                double change = Math.abs(raw) >= 1 || raw == 0
                        ? (raw < 0 ? Math.ceil(raw - 1e-9) : Math.floor(raw + 1e-9))
                        : Math.signum(raw);
                if (Math.abs(change) < leastMagnitude) {
                    change = Math.signum(adjustment) * leastMagnitude;
                }
                yield capacity + (int) change;
            }
        };
    }

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        Fleet fleet = seen.fleet();
        int current = fleet.desired();
        int bounded = Verdict.clamp(current, config.min, config.max);
        Reading reading = seen.readings().get(0);
        if (!Verdict.usable(reading)) {
            high.missing();
            low.missing();
            return Verdict.of(
                    state,
                    seen,
                    now,
                    bounded,
                    List.of(Reason.of(
                            Reason.Stage.POLICY,
                            RULE,
                            "insufficient data, no scaling: {detail}",
                            current,
                            bounded,
                            reading.detail())));
        }
        double value = config.total
                ? reading.value() / Math.max(1, fleet.ready())
                : reading.value() * 100; // utilisation is a ratio here and a percentage there
        boolean above = high.add(value >= config.out.threshold);
        boolean below = low.add(value <= config.in.threshold);
        int warming = Verdict.warming(seen, now.toEpochMilli(), config.warmupMillis);
        int desired = bounded;
        String why = "{observed}: no alarm";
        double threshold = config.out.threshold;
        if (above) {
            desired = move(config.out, value, true, Math.max(0, current - warming), current);
            why = desired == current ? COVERED : MOVED;
        } else if (below) {
            threshold = config.in.threshold;
            if (warming > 0) {
                desired = current;
                why = "{observed} breaches {target}, but replicas are warming up: no scale-in";
            } else {
                desired = move(config.in, value, false, current + fleet.draining(), current);
                why = desired == current ? COVERED : MOVED;
            }
        }
        return Verdict.of(
                state, seen, now, desired, List.of(Reason.policy(RULE, why, value, threshold, current, desired, "")));
    }

    private int move(Side side, double value, boolean above, int capacity, int current) {
        Step step = side.step(value - side.threshold, above);
        if (step == null || (side.type == Type.PERCENT && step.adjustment == 0)) {
            return current;
        }
        int wanted = Verdict.clamp(
                adjust(capacity, side.type, step.adjustment, side.leastMagnitude), config.min, config.max);
        return above ? Math.max(current, wanted) : Math.min(current, wanted);
    }
}
