package dev.headroom.controller.faults;

import dev.headroom.engine.model.Fleet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The replicas of a workload as they really are. */
final class TrueFleet {

    private final boolean fences;
    private final Deque<Long> readyAt = new ArrayDeque<>();
    private long token;
    private long changed;
    private long grown;

    /** @param fences whether it turns away orders under a token smaller than one that was shown to it */
    TrueFleet(int replicas, boolean fences) {
        this.fences = fences;
        for (int i = 0; i < replicas; i++) {
            readyAt.add(0L);
        }
    }

    boolean fences() {
        return fences;
    }

    /** A holder shows itself. */
    void greet(long shown) {
        token = Math.max(token, shown);
    }

    /** Whether an order under a token is taken; every one is by a fleet that does not fence. */
    boolean takes(long shown) {
        return !fences || shown >= token;
    }

    /** As many from now on, new ones ready after a while. */
    void set(int desired, long nanos, Duration boot) {
        if (desired != readyAt.size()) {
            changed = nanos;
        }
        if (desired > readyAt.size()) {
            grown = nanos;
        }
        while (readyAt.size() < desired) {
            readyAt.add(nanos + boot.toNanos());
        }
        while (readyAt.size() > desired) {
            readyAt.removeLast();
        }
    }

    int desired() {
        return readyAt.size();
    }

    long changed() {
        return changed;
    }

    long grown() {
        return grown;
    }

    int ready(long nanos) {
        return (int) readyAt.stream().filter(at -> at <= nanos).count();
    }

    Fleet seen(long nanos) {
        int ready = ready(nanos);
        return new Fleet(readyAt.size(), ready, 0, readyAt.size() - ready, 0, List.of());
    }
}
