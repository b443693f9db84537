package dev.headroom.engine.guardrail;

import java.time.Duration;
import java.util.List;

/**
 * Limits of change per period, as the Kubernetes HPA has them. With {@code start} the replicas at the start of the period
 * (current − added + removed in it), a limit allows on the way up {@code start + replicas} or ⌈start × (1 + share)⌉, on the
 * way down {@code start − replicas} or ⌊start × (1 − share)⌋. A minimum or a schedule's floor is not delayed.
 *
 * <p>Two differences to the HPA: a share of an empty fleet counts as one replica, where the HPA would never leave zero; and
 * products are rounded without the noise of binary fractions (100 × 1.1 is 110, not 111).
 *
 * @param up limits on the way up; none when empty
 * @param upSelect which of several counts
 * @param down limits on the way down; none when empty
 * @param downSelect which of several counts
 */
public record RateLimits(List<Rate> up, Select upSelect, List<Rate> down, Select downSelect) {

    /** No limits. */
    public static final RateLimits NONE = new RateLimits(List.of(), Select.MAX, List.of(), Select.MAX);

    private static final String RULE = "rate";
    private static final Passed PASSED = new Passed(RULE, "{after} is within the limits of change");
    private static final String UP = "{before} is held at {after}: the limits of change allow growth to {limit}";
    private static final String DOWN = "{before} is held at {after}: the limits of change allow shrinking to {limit}";
    private static final String UP_DISABLED = "{before} is held at {after}: growth is switched off";
    private static final String DOWN_DISABLED = "{before} is held at {after}: shrinking is switched off";

    /** Which of several limits counts. */
    public enum Select {
        /** The one that allows the largest change. */
        MAX,
        /** The one that allows the smallest change. */
        MIN,
        /** No change in this direction at all. */
        DISABLED
    }

    /**
     * One limit.
     *
     * @param period positive, at most a day
     * @param replicas change allowed in the period, at least 1; −1 when {@code share} is meant
     * @param share change allowed relative to the replicas at the start of the period, positive; NaN when {@code replicas}
     *     is meant
     */
    public record Rate(Duration period, int replicas, double share) {
        public Rate {
            Limits.positive("the period of a rate limit", period);
            if (period.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("the period of a rate limit is at most a day, not " + period);
            }
            boolean counts = replicas >= 1 && Double.isNaN(share);
            boolean shares = replicas == -1 && share > 0 && !Double.isInfinite(share);
            if (!counts && !shares) {
                throw new IllegalArgumentException(
                        "a rate limit is either at least one replica or a positive share, not " + replicas + " and "
                                + share);
            }
        }

        /** At most this many replicas in a period. */
        public static Rate replicas(int replicas, Duration period) {
            return new Rate(period, replicas, Double.NaN);
        }

        /** At most this share of the fleet in a period. */
        public static Rate share(double share, Duration period) {
            return new Rate(period, -1, share);
        }

        private int change(int start, boolean upwards) {
            if (replicas >= 0) {
                return replicas;
            }
            return upwards
                    ? Math.max(Draft.up(start * (1 + share)) - start, start == 0 ? 1 : 0)
                    : start - Draft.down(start * (1 - share));
        }
    }

    public RateLimits {
        up = List.copyOf(up);
        down = List.copyOf(down);
        for (Rate r : down) {
            if (r.share() > 1) {
                throw new IllegalArgumentException("a fleet cannot shrink by more than 100 %, not " + r.share());
            }
        }
    }

    void apply(Draft d) {
        boolean limitsUp = upSelect == Select.DISABLED || !up.isEmpty();
        boolean limitsDown = downSelect == Select.DISABLED || !down.isEmpty();
        if (!limitsUp && !limitsDown) {
            return;
        }
        int asked = d.desired;
        if (limitsUp && d.grows()) {
            int limit = upSelect == Select.DISABLED ? d.current : Math.max(d.current, limit(d, up, upSelect, 1));
            d.lowerTo(limit);
            if (d.desired < asked) {
                d.say(RULE, upSelect == Select.DISABLED ? UP_DISABLED : UP, limit, asked, "");
                return;
            }
        } else if (limitsDown && d.shrinks()) {
            int limit = downSelect == Select.DISABLED ? d.current : Math.min(d.current, limit(d, down, downSelect, -1));
            d.raiseTo(limit);
            if (d.desired > asked) {
                d.say(RULE, downSelect == Select.DISABLED ? DOWN_DISABLED : DOWN, limit, asked, "");
                return;
            }
        }
        d.pass(PASSED);
    }

    /** The replicas that the selected limit allows in the direction {@code sign}. */
    private static int limit(Draft d, List<Rate> rates, Select select, int sign) {
        long best = 0;
        for (int i = 0; i < rates.size(); i++) {
            Rate r = rates.get(i);
            int start =
                    Math.max(0, d.current - d.netAddedAfter(d.now - r.period().toMillis()));
            long allowed = start + (long) sign * r.change(start, sign > 0);
            boolean further = sign * allowed > sign * best;
            if (i == 0 || further == (select == Select.MAX)) {
                best = allowed;
            }
        }
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, best));
    }
}
