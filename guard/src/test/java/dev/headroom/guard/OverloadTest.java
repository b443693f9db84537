package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/**
 * A callee that can do 100 calls a second (10 servers, 100 ms each, and a queue of its own without end) is offered 1000 a second
 * for 60 s, then 50 a second; callers give up after 1 s. Behind the gate it keeps doing nearly 100 a second in time; without
 * it, it does everything too late. Time is that of the events, so a minute takes no time.
 */
class OverloadTest {

    private static final long MS = 1_000_000;
    private static final long DEADLINE = 1000 * MS;
    private static final long LOAD = 60_000 * MS;
    private static final long END = 75_000 * MS;
    private static final int SERVERS = 10;
    private static final long SERVICE = 100 * MS;

    private static final class Request {
        private final long came;
        private long sent;
        private int inFlight;
        private boolean gone;

        Request(long came) {
            this.came = came;
        }
    }

    private record Event(long at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event o) {
            return at != o.at ? Long.compare(at, o.at) : Long.compare(order, o.order);
        }
    }

    /** The world, with the gate or without. */
    private static final class World {
        private final boolean gated;
        private final PriorityQueue<Event> events = new PriorityQueue<>();
        private final Queue<Request> backlog = new ArrayDeque<>();
        private final Limit limit =
                VegasLimit.newBuilder().initialLimit(20).maxConcurrency(1000).build();
        private final AdmissionQueue<Request> queue = new AdmissionQueue<>(Tiers.ONE, 20, 1000, 500 * MS);
        private final List<Long> admitted = new ArrayList<>();
        private int capacity = 20;
        private int busy;
        private long order;
        private long now;
        private int goodInLoad;
        private long lastBad;

        World(boolean gated) {
            this.gated = gated;
        }

        void at(long when, Runnable what) {
            events.add(new Event(when, order++, what));
        }

        void run() {
            for (long t = 0; t < END; t += t < LOAD ? MS : 20 * MS) {
                long came = t;
                at(t, () -> arrive(new Request(came)));
            }
            while (!events.isEmpty() && events.peek().at <= END) {
                Event e = events.poll();
                now = e.at;
                e.what.run();
            }
        }

        private void arrive(Request r) {
            if (!gated) {
                send(r);
                return;
            }
            switch (queue.offer(r, 0, now, this::told)) {
                case ADMITTED -> send(r);
                case QUEUED -> at(now + 500 * MS, () -> {
                    if (queue.cancel(r, 0)) {
                        bad(r);
                    }
                });
                case REFUSED -> bad(r);
            }
        }

        private void told(AdmissionQueue.Out<Request> out) {
            if (out.refused() == null) {
                send(out.waiter());
            } else {
                bad(out.waiter());
            }
        }

        private void bad(Request r) {
            r.gone = true;
            lastBad = Math.max(lastBad, r.came);
        }

        private void send(Request r) {
            r.sent = now;
            r.inFlight = queue.inFlight();
            backlog.add(r);
            serve();
        }

        private void serve() {
            while (busy < SERVERS && !backlog.isEmpty()) {
                Request r = backlog.remove();
                busy++;
                at(now + SERVICE, () -> done(r));
            }
        }

        private void done(Request r) {
            busy--;
            long took = now - r.came;
            if (gated) {
                admitted.add(took);
                limit.onSample(r.sent, now - r.sent, r.inFlight, false);
                if (limit.getLimit() != capacity) {
                    capacity = limit.getLimit();
                    queue.resize(capacity, now, this::told);
                }
                queue.release(0, now, this::told);
            }
            if (took > DEADLINE) {
                bad(r);
            } else if (now <= LOAD) {
                goodInLoad++;
            }
            serve();
        }
    }

    @Test
    void behindTheGateGoodputStays() {
        World w = new World(true);
        w.run();
        assertThat(w.goodInLoad / 60.0).isBetween(90.0, 100.1); // 100 of 100 a second were seen
        Collections.sort(w.admitted);
        assertThat(w.admitted.get((int) (0.99 * w.admitted.size()))).isLessThan(DEADLINE);
        assertThat(w.lastBad).as("all is well again 5 s after the load").isLessThan(LOAD + 5000 * MS);
    }

    @Test
    void withoutItNearlyNothingIsInTime() {
        World w = new World(false);
        w.run();
        assertThat(w.goodInLoad / 60.0).isLessThan(5.0); // 2 a second were seen
        assertThat(w.lastBad).isGreaterThan(LOAD);
    }
}
