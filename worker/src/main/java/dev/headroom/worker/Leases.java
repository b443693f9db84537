package dev.headroom.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** All messages that this worker holds. The heartbeat renews them all, but for those that are held for too long. */
final class Leases {
    private final MessageQueue queue;
    private final Duration visibility;
    private final Duration longest;
    private final LongSupplier nanos;
    private final WorkerMetrics metrics;
    private final Set<Held> all = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();

    Leases(MessageQueue queue, Duration visibility, Duration longest, LongSupplier nanos, WorkerMetrics metrics) {
        this.queue = queue;
        this.visibility = visibility;
        this.longest = longest;
        this.nanos = nanos;
        this.metrics = metrics;
    }

    Held add(Message message) {
        Held held = new Held(message, nanos.getAsLong());
        all.add(held);
        return held;
    }

    void remove(Held held) {
        all.remove(held);
        lock.lock();
        try {
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        return all.size();
    }

    List<Held> held() {
        return List.copyOf(all);
    }

    /**
     * One heartbeat.
     *
     * @return those that are held for longer than is allowed, already settled by this call
     */
    List<Held> renew() {
        long now = nanos.getAsLong();
        List<Held> overdue = new ArrayList<>();
        List<Message> some = new ArrayList<>();
        for (Held held : all) {
            if (held.settled()) {
                continue;
            }
            if (now - held.since() >= longest.toNanos()) {
                if (held.settle()) {
                    overdue.add(held);
                }
                continue;
            }
            some.add(held.message());
            if (some.size() == MessageQueue.MOST) {
                renew(some);
                some.clear();
            }
        }
        if (!some.isEmpty()) {
            renew(some);
        }
        return overdue;
    }

    private void renew(List<Message> messages) {
        Map<Message, String> failed = queue.hold(List.copyOf(messages), visibility);
        // A message that was acknowledged meanwhile is no longer held, which is no failure.
        failed.forEach((message, why) -> {
            if (all.stream().anyMatch(h -> h.message().equals(message) && !h.settled())) {
                metrics.holdFailed();
                Log.warn("message " + message.id() + " is not held any longer: " + why);
            }
        });
    }

    /** Waits until nothing is held; false if that takes too long. */
    boolean awaitNone(Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            while (!all.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                // Never long: what was added or removed without the lock is seen soon.
                long slice = Math.min(left, TimeUnit.MILLISECONDS.toNanos(100));
                left -= slice - Math.max(0, fewer.awaitNanos(slice));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
