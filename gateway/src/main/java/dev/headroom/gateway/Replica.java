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
    private volatile Listed listed;
    private volatile int region;
    private volatile boolean near;
    private volatile boolean unreachable;

    /**
     * A server.
     *
     * @param authority host and port
     * @param listed what is said of it
     * @param since monotonic nanoseconds when it became known
     */
    Replica(String authority, Listed listed, long since) {
        this.authority = authority;
        this.listed = listed;
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
        return listed.draining();
    }

    /** What is said of it. */
    Listed listed() {
        return listed;
    }

    void listed(Listed now) {
        listed = now;
    }

    /** Its region: 0 for the gateway's. */
    int region() {
        return region;
    }

    /** Whether it is at a side of the gateway. */
    boolean isAt(Locality.Side side) {
        return side == Locality.Side.ANY || near == (side == Locality.Side.NEAR);
    }

    void at(int inRegion, boolean inZone) {
        region = inRegion;
        near = inZone;
    }

    @Override
    public String toString() {
        return authority;
    }
}
