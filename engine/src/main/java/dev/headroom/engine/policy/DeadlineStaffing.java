package dev.headroom.engine.policy;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Replica;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import java.time.Duration;

/**
 * Replicas of a queue whose items have a deadline.
 *
 * <p>Where a replica comes well before an item has to be begun, the queue itself is the headroom. The work costs the same
 * whenever it is done, as long as replicas that are there are busy; what costs is a replica that idles, and each start of
 * one. So the count stays as it is until the deadline or an empty queue forces a change: lazy capacity provisioning (Lin,
 * Wierman, Andrew and Thereska, INFOCOM 2011). With λ items arriving a second, μ done a second by a replica, a lead ℓ (boot
 * time, warm-up, age of the sample and an interval), W the wait an item can bear (the deadline less four service times),
 * R = W − ℓ the room and D = W − {@value #MARGIN}·R,
 *
 * <pre>
 *   pace p = max over ages a of (items that have waited a or longer − done within ℓ) ÷ max(D − a − ℓ, {@value #LAST}·R)
 *   more:    ⌊p ÷ μ⌋ where that is more than there are
 *   fewer:   ⌊λ ÷ μ⌋ where what waits is gone by the next look, but enough for what is left over, from now on
 * </pre>
 *
 * <p>The pace is the least even one, from when replicas asked for now work, at which all that has come by now is begun in
 * time: that of Optimal Available (Yao, Demers and Shenker, FOCS 1995). What comes later is due later than a replica takes
 * to come, and its pace is finite whenever it is seen: so demand may jump to anything, and nothing has to be planned for that
 * is not there. A fraction of a replica is put off, as the next look can still ask for all of it. Without replicas, one is
 * asked for when the oldest item has its last call.
 *
 * <p>Where a replica takes so long that less than a quarter of W is room, demand is planned for ahead, as high as it is told.
 */
final class DeadlineStaffing {
    /** Share of the room that is kept for what differs from what was counted on. */
    private static final double MARGIN = 0.2;

    /** Share of the room within which the most pressing work is to be done. */
    private static final double LAST = 0.1;

    private static final double LEAST_ROOM = 0.25;

    /** Service times before the deadline at which an item has to be begun: 99.9 % of most laws take less. */
    private static final double SERVICE_TIMES = 4;

    /** No plan ahead loads the replicas more than this. */
    private static final double FULLEST = 0.95;

    private DeadlineStaffing() {}

    /**
     * The replicas that do what waits in time; −1 where there is no room for that, or nothing tells what waits.
     *
     * @param arrivals the course of the rate
     * @param items waiting and being worked on; NaN when unknown
     * @param seconds an item takes
     * @param deadline from arrival to completion
     */
    static int paced(Situation s, Arrivals arrivals, double items, double seconds, Duration deadline) {
        double limit = deadline.toNanos() / 1e9;
        double wait = Math.max(limit / 2, limit - SERVICE_TIMES * seconds);
        double seen = Math.max(0, s.now().toEpochMilli() - arrivals.seenMillis()) / 1e3;
        double look = interval(s);
        double lead = s.replica().boot().plus(s.replica().warmup()).toMillis() / 1e3 + seen + look;
        double room = wait - lead;
        if (Double.isNaN(items) || room < LEAST_ROOM * wait) {
            return -1;
        }
        double level = arrivals.level();
        double each = s.replica().concurrency() / seconds;
        int current = s.current();
        double waiting = waiting(s, items, level * seconds);
        DueItems due = new DueItems(arrivals, waiting, wait - MARGIN * room, lead, LAST * room);
        int least = Replicas.truncate(due.pace(each * worked(s, seen, lead)) / each);
        if (current == 0 && due.lastCall(age(s), look)) {
            return Math.max(1, least);
        }
        if (least > current) {
            return least;
        }
        double soon = seen + look;
        if (waiting + level * soon > each * worked(s, seen, soon)) {
            return current;
        }
        double past = each * worked(s, seen, seen);
        double rest = due.from(seen).pace(past) / each;
        return Math.min(current, Math.max(Replicas.truncate(level / each), Replicas.ceil(rest)));
    }

    /**
     * Replica-seconds of those there are and that come, in the {@code span} seconds from {@code seen} seconds ago on. While
     * one warms up it works at about half its rate. Those that the target does not tell one by one have been there all the
     * time, or come half a boot time from now.
     */
    private static double worked(Situation s, double seen, double span) {
        double boot = s.replica().boot().toMillis() / 1e3;
        double warm = s.replica().warmup().toMillis() / 2e3;
        long now = s.now().toEpochMilli();
        int ready = s.fleet().ready();
        int come = s.current() - ready;
        double sum = 0;
        for (Replica r : s.fleet().young()) {
            double since;
            if (r.readyAt() != null) {
                ready--;
                since = (r.readyAt().toEpochMilli() - now) / 1e3;
            } else {
                come--;
                since = Math.max(0, (r.requestedAt().toEpochMilli() - now) / 1e3 + boot);
            }
            sum += Math.max(0, span - Math.max(0, since + warm + seen));
        }
        return sum + Math.max(0, ready) * span + Math.max(0, come) * Math.max(0, span - seen - boot / 2 - warm);
    }

    private static double interval(Situation s) {
        return s.lastDecidedAt() == null
                ? 0
                : Duration.between(s.lastDecidedAt(), s.now()).toMillis() / 1e3;
    }

    /** Age of the oldest item, in seconds; 0 when nothing tells it. */
    private static double age(Situation s) {
        SignalValue age = s.measuring(Measure.AGE);
        return age != null && age.ok() ? age.value() : 0;
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
        double limit = deadline.toNanos() / 1e9;
        double left = limit - age(s) - s.replica().boot().toMillis() / 1e3;
        double drained = (planned + waiting / Math.max(left, 0.1 * limit)) * seconds / each;
        return Replicas.ceil(Math.max(drained, busy / (FULLEST * each)));
    }
}
