package dev.headroom.engine.guardrail;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Least and most replicas. They hold even when nothing else wants a change.
 *
 * <p>The floor and ceiling of a schedule, or of another policy that only sets bounds: a floor raises the minimum, up to the
 * maximum; a ceiling lowers the maximum, down to the minimum; where they contradict, the floor wins. Neither a stabilisation
 * window nor a rate limit or cooldown delays growth to the floor. A scale-in to the ceiling or to a tier's limit, on the
 * other hand, still passes the limits on scaling in; only the static maximum is enforced at once.
 *
 * <p>What other workloads ask for that must wait for this one ({@link dev.headroom.engine.model.Advice.ScaleFirst}) is a floor
 * like that of a schedule.
 *
 * <p>While policies lack data nothing scales in; when that lasts, the number there is may be far from what is needed, and a
 * static floor is the safer guess.
 *
 * @param min at least 0
 * @param max at least {@code min}
 * @param tier a further maximum that depends on another workload, or null
 * @param blind a floor for when data are missing for long, or null
 */
public record Bounds(
        int min,
        int max,
        @Nullable TierLimit tier,
        @Nullable BlindFloor blind) {
    private static final String RULE = "bounds";
    private static final Passed PASSED = new Passed(RULE, "{after} is within the bounds");
    private static final String MIN = "{before} is raised to the minimum of {limit}";
    private static final String MAX = "{before} is lowered to the maximum of {limit}";
    private static final String FLOOR = "{before} is raised to the floor of {limit} that a policy sets";
    private static final String FLOOR_CUT =
            "the floor of {limit} that a policy sets is above the maximum: {before} becomes {after}";
    private static final String CEILING = "{before} is lowered to the ceiling of {limit} that a policy sets";
    private static final String CEILING_CUT =
            "the ceiling of {limit} that a policy sets is below the floor in force: {before} becomes {after}";
    private static final String ASKED = "{before} is raised to {after}: other workloads need {limit} replicas here";
    private static final String BLIND =
            "{before} is raised to {after}: for more than {observed|s} a policy has lacked data";
    private static final String TIER =
            "{before} is lowered to {after}: {observed} ready replicas of {detail} carry {limit}";
    private static final String TIER_UNKNOWN = "the ready replicas of {detail} are unknown: no growth beyond {after}";

    /**
     * At most {@code perReplica} replicas for each ready replica of {@code workload}.
     *
     * @param perReplica positive
     */
    public record TierLimit(String workload, double perReplica) {
        public TierLimit {
            if (workload.isBlank() || !(perReplica > 0) || Double.isInfinite(perReplica)) {
                throw new IllegalArgumentException(
                        "a tier limit needs a workload and a positive number per replica, not '" + workload + "' and "
                                + perReplica);
            }
        }
    }

    /**
     * At least {@code replicas} once a policy has lacked data for {@code after}.
     *
     * @param replicas at least 1
     * @param after not negative
     */
    public record BlindFloor(int replicas, Duration after) {
        public BlindFloor {
            if (replicas < 1) {
                throw new IllegalArgumentException("a floor without data must be 1 or more, not " + replicas);
            }
            Limits.notNegative("the time without data", after);
        }
    }

    /** Without a floor for missing data. */
    public Bounds(int min, int max, @Nullable TierLimit tier) {
        this(min, max, tier, null);
    }

    public Bounds {
        if (min < 0 || max < min) {
            throw new IllegalArgumentException("bounds need 0 ≤ min ≤ max, not " + min + " and " + max);
        }
    }

    void apply(Draft d) {
        int asked = d.desired;
        d.order(asked);
        if (asked < min) {
            d.say(RULE, MIN, min, asked, "");
        } else if (asked > max) {
            d.say(RULE, MAX, max, asked, "");
        } else if (tier == null
                && blind == null
                && d.scheduleFloor < 0
                && d.scheduleCeiling < 0
                && d.seen.asked() <= min) {
            d.pass(PASSED);
            return;
        }
        schedule(d);
        asked(d);
        if (blind != null) {
            blind(d, blind);
        }
        if (tier != null) {
            tier(d, tier);
        }
        if (d.desired == asked) {
            d.pass(PASSED);
        }
    }

    private void schedule(Draft d) {
        if (d.scheduleFloor > min) {
            d.floor = Math.min(d.scheduleFloor, max);
        }
        if (d.scheduleCeiling >= 0) {
            int ceiling = Math.max(d.scheduleCeiling, d.floor);
            if (d.desired > ceiling) {
                int asked = d.desired;
                d.desired = ceiling;
                d.say(RULE, ceiling > d.scheduleCeiling ? CEILING_CUT : CEILING, d.scheduleCeiling, asked, "");
            }
        }
        if (d.desired < d.floor) {
            int asked = d.desired;
            d.desired = d.floor;
            d.say(RULE, d.scheduleFloor > max ? FLOOR_CUT : FLOOR, d.scheduleFloor, asked, "");
        }
    }

    private void asked(Draft d) {
        int wanted = Math.min(d.seen.asked(), max);
        if (wanted > Math.max(d.floor, min)) {
            d.floor = wanted;
        }
        if (d.desired < wanted) {
            int before = d.desired;
            d.desired = wanted;
            d.say(RULE, ASKED, d.seen.asked(), before, "");
        }
    }

    private void blind(Draft d, BlindFloor without) {
        if (!d.blind) {
            d.blindSince = -1;
            return;
        }
        d.blindSince = d.blindSince < 0 ? d.now : Math.min(d.blindSince, d.now);
        if (d.now - d.blindSince < without.after().toMillis()) {
            return;
        }
        d.floor = Math.max(d.floor, Math.min(without.replicas(), max));
        if (d.desired < d.floor) {
            int before = d.desired;
            d.desired = d.floor;
            d.say(RULE, BLIND, without.after().toMillis() / 1000.0, without.replicas(), before, null, "");
        }
    }

    private static void tier(Draft d, TierLimit tier) {
        int asked = d.desired;
        Integer ready = d.s.tiers().get(tier.workload());
        if (ready == null) {
            d.capAt(Math.max(d.current, d.min));
            if (d.desired != asked) {
                d.say(RULE, TIER_UNKNOWN, Double.NaN, asked, tier.workload());
            }
            return;
        }
        int limit = Draft.down(ready * tier.perReplica());
        d.capAt(limit);
        if (d.desired != asked) {
            d.say(RULE, TIER, ready, limit, asked, null, tier.workload());
        }
    }
}
