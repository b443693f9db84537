package dev.headroom.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Gathers what comes out of the stages, and writes it in bulk. Bounded: who brings more waits. */
final class Bulks<T> {

    /** What one message gives to the sink. */
    private static final class Parcel {
        private final Held held;
        private final AtomicInteger open;
        private volatile @Nullable String why;
        private volatile boolean forGood;

        Parcel(Held held, int items) {
            this.held = held;
            this.open = new AtomicInteger(items);
        }
    }

    private record Entry<T>(Item<T> item, Parcel parcel, int failures, long since) {}

    private final BulkSink<T> sink;
    private final WorkerSettings.Bulk settings;
    private final Settling settling;
    private final WorkerMetrics metrics;
    private final ScheduledExecutorService timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition space = lock.newCondition();
    private final ArrayDeque<Entry<T>> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean hurried;
    private boolean closed;

    Bulks(
            BulkSink<T> sink,
            WorkerSettings settings,
            Settling settling,
            WorkerMetrics metrics,
            ScheduledExecutorService timer) {
        this.sink = sink;
        this.settings = settings.bulk();
        this.settling = settling;
        this.metrics = metrics;
        this.timer = timer;
        metrics.gauge("bulk.waiting", "Items that wait for their bulk.", this::waiting);
    }

    private int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes what a message gives, and its settlement with it. */
    void add(Held held, List<Item<T>> items) throws InterruptedException {
        if (items.isEmpty()) {
            if (held.settle()) {
                settling.done(List.of(held));
            }
            return;
        }
        Parcel parcel = new Parcel(held, items.size());
        lock.lockInterruptibly();
        try {
            for (Item<T> item : items) {
                while (waiting.size() >= 2L * settings.items() || bytes >= 2 * settings.bytes()) {
                    space.await();
                }
                put(new Entry<>(item, parcel, 0, System.nanoTime()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(Entry<T> entry) {
        waiting.add(entry);
        bytes += entry.item.bytes();
        changed.signal();
    }

    /** From now on nothing waits for a bulk to be full. */
    void hurry() {
        lock.lock();
        try {
            hurried = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the writers when nothing is left. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Writes bulks until this is closed and empty, or the thread is interrupted. */
    void write() {
        try {
            for (List<Entry<T>> bulk = next(); !bulk.isEmpty(); bulk = next()) {
                write(bulk);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            // The worker has ended, and everything was given back.
        }
    }

    private List<Entry<T>> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Entry<T> first = waiting.peek();
                if (first == null) {
                    if (closed) {
                        return List.of();
                    }
                    changed.await();
                } else {
                    long left = settings.linger().toNanos() - (System.nanoTime() - first.since);
                    if (left <= 0
                            || hurried
                            || closed
                            || waiting.size() >= settings.items()
                            || bytes >= settings.bytes()) {
                        return poll();
                    }
                    changed.awaitNanos(left);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Entry<T>> poll() {
        List<Entry<T>> bulk = new ArrayList<>();
        long size = 0;
        while (!waiting.isEmpty() && bulk.size() < settings.items()) {
            long next = waiting.element().item.bytes();
            if (!bulk.isEmpty() && size + next > settings.bytes()) {
                break;
            }
            size += next;
            bulk.add(waiting.remove());
        }
        bytes -= size;
        space.signalAll();
        if (!waiting.isEmpty()) {
            changed.signal();
        }
        return bulk;
    }

    private void write(List<Entry<T>> all) throws InterruptedException {
        List<Entry<T>> bulk = all;
        for (int failures = 1; ; failures++) {
            // What was taken away meanwhile is somebody else's to write.
            bulk = bulk.stream().filter(e -> !e.parcel.held.settled()).toList();
            if (bulk.isEmpty()) {
                return;
            }
            long began = System.nanoTime();
            try {
                List<BulkSink.Rejected> rejected =
                        sink.write(bulk.stream().map(Entry::item).toList());
                metrics.bulkWritten(bulk.size(), System.nanoTime() - began);
                account(bulk, rejected);
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                metrics.bulkFailed();
                Log.warn("the sink failed at a bulk of " + bulk.size() + " items, try " + failures + ": " + e);
                Thread.sleep(Pause.after(failures, settings.backoff()));
            }
        }
    }

    private void account(List<Entry<T>> bulk, List<BulkSink.Rejected> rejected) {
        BulkSink.@Nullable Rejected[] byIndex = new BulkSink.Rejected[bulk.size()];
        for (BulkSink.Rejected one : rejected) {
            byIndex[one.index()] = one;
        }
        List<Held> done = new ArrayList<>();
        for (int i = 0; i < byIndex.length; i++) {
            Entry<T> entry = bulk.get(i);
            BulkSink.Rejected no = byIndex[i];
            if (no != null) {
                metrics.rejected();
                if (!no.forGood() && entry.failures + 1 < settings.backoff().attempts()) {
                    again(entry);
                    continue;
                }
                entry.parcel.why = "sink: " + no.why();
                entry.parcel.forGood |= no.forGood();
            }
            if (entry.parcel.open.decrementAndGet() == 0 && entry.parcel.held.settle()) {
                String why = entry.parcel.why;
                if (why == null) {
                    done.add(entry.parcel.held);
                } else if (entry.parcel.forGood) {
                    settling.bury(entry.parcel.held, why);
                } else {
                    settling.failed(entry.parcel.held, why);
                }
            }
        }
        settling.done(done);
    }

    /** An item that was not written goes into a later bulk. */
    private void again(Entry<T> entry) {
        Entry<T> next = new Entry<>(entry.item, entry.parcel, entry.failures + 1, System.nanoTime());
        var unused = timer.schedule(
                () -> {
                    lock.lock();
                    try {
                        put(next);
                    } finally {
                        lock.unlock();
                    }
                },
                Pause.after(next.failures, settings.backoff()).toNanos(),
                TimeUnit.NANOSECONDS);
    }
}
