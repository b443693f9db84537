package dev.headroom.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** One server behind the gateway. */
final class Replica {

    private final String authority;
    private final String host;
    private final int port;
    private final long since;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicReference<ReplicaHealth> health = new AtomicReference<>(ReplicaHealth.NEW);
    private volatile boolean draining;
    private volatile boolean unreachable;

    /**
     * A server.
     *
     * @param authority host and port
     * @param since monotonic nanoseconds when it became known
     */
    Replica(String authority, long since) {
        this.authority = authority;
        int colon = authority.lastIndexOf(':');
        this.host = authority.substring(0, colon);
        this.port = Integer.parseInt(authority.substring(colon + 1));
        this.since = since;
    }

    String authority() {
        return authority;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    long since() {
        return since;
    }

    AtomicInteger inFlight() {
        return inFlight;
    }

    ReplicaHealth health() {
        return health.get();
    }

    void learn(UnaryOperator<ReplicaHealth> what) {
        health.updateAndGet(what);
    }

    /** Whether the last try to connect to it came to nothing. */
    boolean isUnreachable() {
        return unreachable;
    }

    void unreachable(boolean yes) {
        unreachable = yes;
    }

    boolean isDraining() {
        return draining;
    }

    void draining(boolean yes) {
        draining = yes;
    }

    @Override
    public String toString() {
        return authority;
    }
}
