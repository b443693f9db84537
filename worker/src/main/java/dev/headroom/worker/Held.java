package dev.headroom.worker;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A message that this worker holds, and how far it is. Whoever settles it first decides what becomes of it. */
final class Held {

    private enum Place {
        WAITING,
        WORKING,
        SETTLED
    }

    private final Message message;
    private final long since;
    private final AtomicReference<Place> place = new AtomicReference<>(Place.WAITING);
    private volatile @Nullable Thread thread;

    /**
     * Just received.
     *
     * @param since monotonic time, ns
     */
    Held(Message message, long since) {
        this.message = message;
        this.since = since;
    }

    Message message() {
        return message;
    }

    long since() {
        return since;
    }

    /** Who works on it, to be interrupted when it is taken away. */
    void by(Thread worker) {
        thread = worker;
    }

    /** Begins or goes on with a stage; false if it was settled meanwhile. */
    boolean work() {
        return place.compareAndSet(Place.WAITING, Place.WORKING) || place.get() == Place.WORKING;
    }

    /** Nobody has begun with it. */
    boolean waiting() {
        return place.get() == Place.WAITING;
    }

    boolean settled() {
        return place.get() == Place.SETTLED;
    }

    /** Takes on to decide what becomes of it; false if somebody else has. */
    boolean settle() {
        return place.getAndSet(Place.SETTLED) != Place.SETTLED;
    }

    /** As {@link #settle}, while nobody has begun with it. */
    boolean settleWaiting() {
        return place.compareAndSet(Place.WAITING, Place.SETTLED);
    }

    void interrupt() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
