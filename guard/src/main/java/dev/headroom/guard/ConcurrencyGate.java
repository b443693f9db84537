package dev.headroom.guard;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import dev.headroom.guard.Refusal.Reason;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bulkhead: how many calls are under way at once, found from how long they take, divided among tiers, with a queue whose
 * waits are bounded. Callers block; they should be virtual threads where many wait.
 */
public final class ConcurrencyGate {

    /** How a call ended, as far as the number of calls under way goes. */
    public enum End {
        /** How long it took tells how busy the callee is. */
        OK,
        /** It timed out or was turned away: the callee is overloaded. */
        OVERLOADED,
        /** It says nothing. */
        IGNORED
    }

    private final GateRules rules;
    private final GuardClock clock;
    private final Limit limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final AdmissionQueue<Waiter> queue;
    private int capacity;

    public ConcurrencyGate(GateRules rules, GuardClock clock) {
        this.rules = rules;
        this.clock = clock;
        this.limit = limit(rules);
        this.capacity = rules.initial();
        this.queue = new AdmissionQueue<>(rules.tiers(), capacity, rules.queue(), Deadline.nanos(rules.longestWait()));
    }

    private static Limit limit(GateRules r) {
        return switch (r.adaptation()) {
            case FIXED -> FixedLimit.of(r.initial());
            case VEGAS ->
                VegasLimit.newBuilder()
                        .initialLimit(r.initial())
                        .maxConcurrency(r.max())
                        .build();
            case GRADIENT ->
                Gradient2Limit.newBuilder()
                        .initialLimit(r.initial())
                        .minLimit(r.min())
                        .maxConcurrency(r.max())
                        .build();
        };
    }

    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private volatile boolean answered;
        private volatile @Nullable Reason refused;

        void answer(AdmissionQueue.Out<Waiter> out) {
            refused = out.refused();
            answered = true;
            LockSupport.unpark(thread);
        }
    }

    /** A place among the calls under way. Give it back once. */
    public final class Place {
        private final int tier;
        private final long since;
        private final int inFlight;

        private Place(int tier, long since, int inFlight) {
            this.tier = tier;
            this.since = since;
            this.inFlight = inFlight;
        }

        /** The first of the answer is there: what counts for the number of places, while the rest may stream for long. */
        public void answered(End end) {
            long now = clock.nanos();
            int next = capacity(end, now);
            lock.lock();
            try {
                resize(next, now);
            } finally {
                lock.unlock();
            }
        }

        /** The call ended. After {@link #answered}, with {@link End#IGNORED}. */
        public void free(End end) {
            long now = clock.nanos();
            int next = capacity(end, now);
            lock.lock();
            try {
                resize(next, now);
                queue.release(tier, now, out -> out.waiter().answer(out));
            } finally {
                lock.unlock();
            }
        }

        private int capacity(End end, long now) {
            if (rules.adaptation() == GateRules.Adaptation.FIXED) {
                return rules.initial();
            }
            if (end != End.IGNORED) {
                limit.onSample(since, Math.max(1, now - since), inFlight, end == End.OVERLOADED);
            }
            return Math.clamp(limit.getLimit(), rules.min(), rules.max());
        }
    }

    private void resize(int next, long now) {
        if (next != capacity) {
            capacity = next;
            queue.resize(next, now, out -> out.waiter().answer(out));
        }
    }

    /**
     * A place, at once or after a wait.
     *
     * @param tier index of the tier in {@link Tiers#tiers()}
     * @param deadline until when to wait at most; the rules' longest wait holds too
     * @throws Refusal when there is none in time
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public Place enter(int tier, @Nullable Deadline deadline) throws InterruptedException {
        long now = clock.nanos();
        if (deadline != null && deadline.passed(now)) {
            throw new Refusal(Reason.DEADLINE, Duration.ZERO);
        }
        Waiter me = new Waiter();
        lock.lock();
        try {
            AdmissionQueue.Offer offer =
                    queue.offer(me, tier, now, out -> out.waiter().answer(out));
            if (offer == AdmissionQueue.Offer.ADMITTED) {
                return new Place(tier, now, queue.inFlight());
            }
            if (offer == AdmissionQueue.Offer.REFUSED) {
                throw new Refusal(rules.queue() == 0 ? Reason.FULL : Reason.QUEUE_FULL, rules.longestWait());
            }
        } finally {
            lock.unlock();
        }
        Deadline until = Deadline.after(rules.longestWait(), now);
        return await(me, tier, deadline == null ? until : until.or(deadline));
    }

    private Place await(Waiter me, int tier, Deadline until) throws InterruptedException {
        while (!me.answered) {
            long left = until.left(clock.nanos());
            if (left <= 0 || Thread.interrupted()) {
                if (cancelled(me, tier)) {
                    if (left > 0) {
                        throw new InterruptedException("interrupted while waiting for a place");
                    }
                    throw new Refusal(Reason.QUEUED_TOO_LONG, rules.longestWait());
                }
                if (left > 0) {
                    Thread.currentThread().interrupt();
                }
                break; // the answer came meanwhile
            }
            LockSupport.parkNanos(this, left);
        }
        Reason refused = me.refused;
        if (refused != null) {
            throw new Refusal(refused, rules.longestWait());
        }
        return new Place(tier, clock.nanos(), inFlight());
    }

    private boolean cancelled(Waiter me, int tier) {
        lock.lock();
        try {
            return queue.cancel(me, tier);
        } finally {
            lock.unlock();
        }
    }

    /** Calls under way. */
    public int inFlight() {
        lock.lock();
        try {
            return queue.inFlight();
        } finally {
            lock.unlock();
        }
    }

    /** Calls of a tier under way. */
    public int inFlight(int tier) {
        lock.lock();
        try {
            return queue.inFlight(tier);
        } finally {
            lock.unlock();
        }
    }

    /** Calls that wait. */
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Calls that may be under way at once, as found last. */
    public int capacity() {
        lock.lock();
        try {
            return capacity;
        } finally {
            lock.unlock();
        }
    }
}
