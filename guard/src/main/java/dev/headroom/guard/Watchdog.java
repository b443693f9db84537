package dev.headroom.guard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Interrupts calls whose deadline has passed. One thread looks over all of them every few milliseconds, which costs a call
 * much less than a timer of its own; a deadline is kept to that much.
 */
final class Watchdog implements AutoCloseable {

    private static final int RUNNING = 0;
    private static final int INTERRUPTING = 1;
    private static final int INTERRUPTED = 2;
    private static final int ENDED = 3;

    /** A call under watch. */
    static final class Watched {
        private final Thread thread;
        private final long deadline;
        private final AtomicInteger state = new AtomicInteger(RUNNING);

        Watched(Thread thread, long deadline) {
            this.thread = thread;
            this.deadline = deadline;
        }

        /** Interrupts the thread unless its call has ended. */
        void interrupt() {
            if (state.compareAndSet(RUNNING, INTERRUPTING)) {
                thread.interrupt();
                state.set(INTERRUPTED);
            }
        }

        /** The call ended. True when it was interrupted: that interrupt is then no longer pending. */
        boolean end() {
            if (state.compareAndSet(RUNNING, ENDED)) {
                return false;
            }
            while (state.get() == INTERRUPTING) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
            return true;
        }
    }

    private final GuardClock clock;
    private final long tickNanos;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Watchdog(GuardClock clock, long tickNanos) {
        this.clock = clock;
        this.tickNanos = tickNanos;
    }

    /** A watchdog with its thread. */
    static Watchdog start(GuardClock clock, long tickNanos) {
        Watchdog dog = new Watchdog(clock, tickNanos);
        Thread.ofPlatform().daemon().name("headroom-guard-deadlines").start(dog::run);
        return dog;
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(tickNanos);
            sweep(clock.nanos());
        }
    }

    /** Interrupts all whose deadline has passed. */
    void sweep(long now) {
        watched.removeIf(w -> {
            boolean over = w.deadline - now <= 0;
            if (over) {
                w.interrupt();
            }
            return over;
        });
    }

    /** Watches the calling thread until {@link #end}. */
    Watched watch(long deadline) {
        Watched w = new Watched(Thread.currentThread(), deadline);
        watched.add(w);
        return w;
    }

    /** The call of the calling thread ended; true when it was interrupted for its deadline. */
    boolean end(Watched w) {
        watched.remove(w);
        return w.end();
    }

    @Override
    public void close() {
        closed = true;
    }
}
