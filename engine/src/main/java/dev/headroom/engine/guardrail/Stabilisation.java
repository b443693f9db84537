package dev.headroom.engine.guardrail;

import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Window;
import java.time.Duration;

/**
 * Stabilisation windows, as the Kubernetes HPA has them: up, the least recommendation of the window; down, the highest. The
 * replicas there are now are moved only as far as they lie outside of [up, down]. Recommendations are those that bounds and
 * dependencies let through; a minimum or a schedule's floor is not delayed. The replicas found at the first decision count
 * as a recommendation made then, so that a controller that has just been started does not scale in on its first look.
 *
 * @param up zero for none
 * @param down zero for none
 */
public record Stabilisation(Duration up, Duration down) {
    /** No smoothing. */
    public static final Stabilisation NONE = new Stabilisation(Duration.ZERO, Duration.ZERO);

    /** None up and five minutes down: the HPA's default. */
    public static final Stabilisation DEFAULT = new Stabilisation(Duration.ZERO, Duration.ofMinutes(5));

    private static final Duration SEEN_LATE = Duration.ofSeconds(30);

    private static final int RESTARTS = 3;

    private static final String RULE = "stabilisation";
    private static final Passed PASSED = new Passed(RULE, "{after} agrees with the recommendations of the window");
    private static final String UP = "{before} is held at {after}, the least asked for in the last {limit|s}";
    private static final String DOWN =
            "{before} is held at {after}: up to {observed} were asked for in the last {limit|s}";

    public Stabilisation {
        Limits.notNegative("stabilisation up", up);
        Limits.notNegative("stabilisation down", down);
    }

    /**
     * None up, and down for as long as a replica takes to come: boot time, warm-up and half a minute for measuring. What is kept
     * that long has cost what doing without it would have cost, had it been asked for again: the rule of ski rental, which
     * never pays more than twice of what hindsight would have paid (Karlin, Manasse, Rudolph and Sleator 1988). None at all
     * where items have a deadline of three or more of those times: there the queue bridges what is short, and replicas go
     * when it is worked off.
     */
    public static Stabilisation ofRestart(ReplicaSpec replica, Objective objective) {
        Duration restart = replica.boot().plus(replica.warmup()).plus(SEEN_LATE);
        Duration deadline = objective.deadline();
        return deadline != null
                        && objective.latency() == null
                        && deadline.compareTo(restart.multipliedBy(RESTARTS)) >= 0
                ? NONE
                : new Stabilisation(Duration.ZERO, restart);
    }

    void apply(Draft d) {
        long upMillis = up.toMillis();
        long downMillis = down.toMillis();
        if (upMillis == 0 && downMillis == 0) {
            return;
        }
        boolean first = d.s.lastDecidedAt() == null;
        int asked = d.desired;
        double least = asked;
        double highest = asked;
        if (upMillis > 0) {
            d.ups = (first ? begun(d) : d.ups).withExtremum(d.now, asked, upMillis, -1);
            least = d.ups.first();
        }
        if (downMillis > 0) {
            d.downs = (first ? begun(d) : d.downs).withExtremum(d.now, asked, downMillis, 1);
            highest = d.downs.first();
        }
        if (asked > d.current) {
            d.lowerTo(Math.max(d.current, (int) least));
        } else if (asked < d.current) {
            d.raiseTo(Math.min(d.current, (int) highest));
        }
        if (d.desired == asked) {
            d.pass(PASSED);
        } else if (d.desired < asked) {
            d.say(RULE, UP, upMillis / 1000.0, asked, "");
        } else {
            d.say(RULE, DOWN, highest, downMillis / 1000.0, asked, null, "");
        }
    }

    /** The window of a beginning: what was found counts as asked for just before. */
    private static Window begun(Draft d) {
        return Window.EMPTY.with(d.now - 1, d.current, 1);
    }
}
