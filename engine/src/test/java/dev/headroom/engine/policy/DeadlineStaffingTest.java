package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Replica;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** A queue of fluid, first in, first out, with a deadline of 10 minutes, items of 10 s, 10 at a time, and a boot time of 2 minutes. */
class DeadlineStaffingTest {
    private static final int TICK = 15;
    private static final int BOOT = 120;
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private record Outcome(double longestWait, double replicas, int changes) {}

    /** @param told whether the target tells when each replica was asked for and became ready */
    private static Outcome run(int ticks, int begin, boolean told, IntToDoubleFunction rate) {
        Deque<Integer> booting = new ArrayDeque<>();
        Deque<Integer> young = new ArrayDeque<>();
        Deque<double[]> queue = new ArrayDeque<>();
        int ready = begin;
        int changes = 0;
        double longest = 0;
        double replicas = 0;
        Arrivals arrivals = Arrivals.NONE;
        for (int i = 0; i < ticks; i++) {
            int t = i * TICK;
            while (!booting.isEmpty() && booting.peekFirst() <= t) {
                young.addLast(booting.pollFirst());
                ready++;
            }
            double perSecond = Math.rint(rate.applyAsDouble(i) * TICK) / TICK;
            if (perSecond > 0) {
                queue.addLast(new double[] {t, perSecond * TICK});
            }
            double can = ready * 1.0 * TICK;
            while (can > 0 && !queue.isEmpty()) {
                double[] head = queue.peekFirst();
                double some = Math.min(can, head[1]);
                head[1] -= some;
                can -= some;
                if (head[1] <= 1e-9) {
                    longest = Math.max(longest, t + TICK - head[0]);
                    queue.pollFirst();
                }
            }
            double waiting = queue.stream().mapToDouble(q -> q[1]).sum();
            int desired = ready + booting.size();
            List<Replica> list = new ArrayList<>();
            if (told) {
                young.forEach(y -> list.add(new Replica(Replica.Phase.READY, at(y - BOOT), at(y))));
                booting.forEach(b -> list.add(new Replica(Replica.Phase.BOOTING, at(b - BOOT), null)));
            }
            Situation s = new Scene()
                    .seconds(t)
                    .fleet(new Fleet(desired, ready, 0, booting.size(), 0, list))
                    .replica(10, null, Duration.ofSeconds(BOOT))
                    .deadline(DEADLINE)
                    .sees("queue", Measure.BACKLOG, waiting)
                    .lastDecided(at(t - TICK))
                    .now();
            arrivals = arrivals.with(perSecond, s.now().toEpochMilli(), 1000L * BOOT);
            double items = waiting + Math.min(10 * ready, perSecond * 10);
            int next = DeadlineStaffing.paced(s, arrivals, items, 10, DEADLINE);
            changes += next == desired ? 0 : 1;
            for (; desired < next; desired++) {
                booting.addLast(t + BOOT);
            }
            for (; desired > next; desired--) {
                if (booting.pollLast() == null) {
                    ready--;
                    young.pollLast();
                }
            }
            replicas += desired;
        }
        return new Outcome(longest, replicas / ticks, changes);
    }

    private static Instant at(int seconds) {
        return new Scene().seconds(seconds).now().now();
    }

    /** As many replicas as there is work, and hardly more changes than the demand makes: ten up and ten down 14 times a day. */
    @Test
    void wastesNothingOverADay() {
        Outcome o = run(5760, 10, true, i -> 20 + 10 * Math.sin(i / 65.0));
        assertThat(o.longestWait()).isLessThan(560);
        assertThat(o.replicas()).isLessThan(1.02 * 20);
        assertThat(o.changes()).isLessThan(400);
    }

    /** A tenth of what one replica does: it comes when the oldest item has its last call, and goes when all is done. */
    @Test
    void littleWorkIsDoneInBatches() {
        Outcome o = run(5760, 1, true, i -> i % 2 == 0 ? 0.1 : 0.067);
        assertThat(o.longestWait()).isBetween(400.0, 560.0);
        assertThat(o.replicas()).as("boot time included").isLessThan(0.45);
    }

    /**
     * Whatever the demand jumps to and back, at any time, nothing waits longer than it can bear, but for the whole intervals in
     * which waits are counted here.
     */
    @Property(tries = 60)
    void aJumpIsInTime(
            @ForAll @DoubleRange(min = 0.05, max = 30) double before,
            @ForAll @DoubleRange(min = 0, max = 12) double factor,
            @ForAll @DoubleRange(min = 10, max = 300) double lasts,
            @ForAll boolean told) {
        Outcome o = run(900, 10, told, i -> i > 400 && i < 400 + lasts ? before * factor : before);
        assertThat(o.longestWait()).isLessThanOrEqualTo(560 + 3 * TICK);
    }

    @Test
    void nothingToDoNeedsNobody() {
        Situation s = new Scene().replicas(3).deadline(DEADLINE).now();
        Arrivals none = Arrivals.NONE.with(0, s.now().toEpochMilli(), 1000L * BOOT);
        assertThat(DeadlineStaffing.paced(s, none, 0, 10, DEADLINE)).isZero();
        assertThat(DeadlineStaffing.paced(s, none, 1, 10, DEADLINE))
                .as("the item is seen to, and nobody goes before")
                .isEqualTo(3);
    }
}
