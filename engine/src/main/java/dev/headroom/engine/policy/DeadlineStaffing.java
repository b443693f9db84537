package dev.headroom.engine.policy;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import java.time.Duration;

/**
 * Replicas of a queue whose items have a deadline.
 *
 * <p>Where a replica comes well before an item has to be begun, the queue itself is the headroom: replicas work at the pace
 * of what arrives, and a rise of the demand waits in the queue until replicas for it have come. With λ items arriving a second,
 * Q waiting, μ done a second by a replica, c items a second by the replicas there are and that come, a lead ℓ (boot time,
 * warm-up, age of the sample and an interval) and W the wait an item can bear (the deadline less four service times),
 *
 * <pre>
 *   room R = W − ℓ
 *   Q′ = max(0, Q + (λ − c)·ℓ)                   what waits when replicas asked for now have come
 *   x  = (λ + (Q′ − {@value #FULL}·R·λ) ÷ ({@value #CORRECTION}·R)) ÷ μ
 *   x ≥ Q′ ÷ ({@value #CAREFUL}·R·μ)                          whatever waits then is begun in time
 *   x ≥ {@value #LEAST}·max(λ, min(highest λ within W, Q′ ÷ ({@value #SHORT}·R))) ÷ μ      nor does a queue linger that no one adds to
 * </pre>
 *
 * <p>The wait is steered to {@value #FULL} of the room, a proportional control of the backlog predicted over the dead time
 * (Smith 1957). First in, first out, a rise of the demand delays nobody who waited before it, and those after it arrive more
 * slowly than replicas asked for when it is seen can work them off. So nothing has to be planned for that has not come yet.
 * Replicas stay while x is within half a replica of them, rounded up.
 *
 * <p>After a lull to a twentieth or less, those who come first when all comes back may be an eighth of the deadline late.
 *
 * <p>Where a replica takes so long that less than a quarter of W is room, demand is planned for ahead, as high as it is told.
 */
final class DeadlineStaffing {
    private static final double FULL = 0.6;
    private static final double CORRECTION = 0.5;
    private static final double CAREFUL = 0.8;

    /** Share of what arrives that is worked on at least while the queue fills, and of what came while it empties. */
    private static final double LEAST = 0.6;

    /** Share of the room that a queue nobody adds to may take for its end. */
    private static final double SHORT = 0.2;

    private static final double LEAST_ROOM = 0.25;

    /** Service times before the deadline at which an item has to be begun: 99.9 % of most laws take less. */
    private static final double SERVICE_TIMES = 4;

    /** Slots busy on average below which nothing arrives. */
    private static final double IDLE = 0.01;

    /** No plan ahead loads the replicas more than this. */
    private static final double FULLEST = 0.95;

    private DeadlineStaffing() {}

    /**
     * The replicas that keep pace; −1 where there is no room for that, or nothing tells what waits.
     *
     * @param arrivals the course of the rate
     * @param items waiting and being worked on; NaN when unknown
     * @param seconds an item takes
     * @param deadline from arrival to completion
     */
    static int paced(Situation s, Arrivals arrivals, double items, double seconds, Duration deadline) {
        double limit = deadline.toNanos() / 1e9;
        double wait = Math.max(limit / 2, limit - SERVICE_TIMES * seconds);
        long now = s.now().toEpochMilli();
        double lead = s.replica().boot().plus(s.replica().warmup()).toMillis() / 1e3
                + Math.max(0, now - arrivals.seenMillis()) / 1e3
                + interval(s);
        double room = wait - lead;
        if (Double.isNaN(items) || room < LEAST_ROOM * wait) {
            return -1;
        }
        double level = arrivals.level();
        if (items <= 0 && level * seconds < IDLE) {
            return 0;
        }
        double each = s.replica().concurrency() / seconds;
        int ready = s.fleet().ready();
        int current = s.current();
        double waiting = waiting(s, items, level * seconds);
        // Those on their way come in the middle of the lead, taken together.
        double done = (ready + Math.max(0, current - ready) / 2.0) * each * lead;
        double then = Math.max(0, waiting + level * lead - done);
        double came = Math.min(arrivals.peak(now, (long) (wait * 1e3)), then / (SHORT * room));
        double least = Math.max(LEAST * Math.max(level, came), then / (CAREFUL * room));
        double wanted = Math.max(least, level + (then - FULL * room * level) / (CORRECTION * room)) / each;
        return Math.max(1, Math.max(Replicas.ceil(wanted - 0.5), Math.min(current, Replicas.ceil(wanted + 0.5))));
    }

    private static double interval(Situation s) {
        return s.lastDecidedAt() == null
                ? 0
                : Duration.between(s.lastDecidedAt(), s.now()).toMillis() / 1e3;
    }

    /** Items that no replica works on. */
    static double waiting(Situation s, double items, double busy) {
        return Math.max(
                0,
                items - Math.min(busy, (double) s.fleet().ready() * s.replica().concurrency()));
    }

    /**
     * Enough for the arrivals at 95 % load, and to be done with what waits by the deadline: less the age of the oldest item
     * and the boot time, but not hastier than a tenth of it.
     *
     * @param planned items a second
     * @param backlog items waiting and being worked on; NaN when unknown
     */
    static int ahead(Situation s, Duration deadline, double planned, double backlog, double seconds) {
        int each = s.replica().concurrency();
        double busy = planned * seconds;
        double waiting = Double.isNaN(backlog) ? 0 : Math.max(0, backlog - busy);
        SignalValue age = s.measuring(Measure.AGE);
        double limit = deadline.toNanos() / 1e9;
        double left = limit
                - (age != null && age.ok() ? age.value() : 0)
                - s.replica().boot().toMillis() / 1e3;
        double drained = (planned + waiting / Math.max(left, 0.1 * limit)) * seconds / each;
        return Replicas.ceil(Math.max(drained, busy / (FULLEST * each)));
    }
}
