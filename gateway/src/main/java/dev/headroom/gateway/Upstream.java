package dev.headroom.gateway;

import dev.headroom.spec.GatewaySpec;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/** An upstream at work: its servers, and the requests that wait for a first one. */
final class Upstream {

    private final String name;
    private final GatewaySpec.Upstream spec;
    private final Replicas replicas;
    private final Semaphore places;
    private final AtomicInteger forwarding = new AtomicInteger();

    Upstream(String name, GatewaySpec.Upstream spec, DoubleSupplier random) {
        this.name = name;
        this.spec = spec;
        this.replicas = new Replicas(spec.slowStart(), random);
        this.places = new Semaphore(spec.held());
    }

    String name() {
        return name;
    }

    GatewaySpec.Upstream spec() {
        return spec;
    }

    Replicas replicas() {
        return replicas;
    }

    /** Requests at its servers. */
    AtomicInteger forwarding() {
        return forwarding;
    }

    /** Requests that wait for a first server. */
    int held() {
        return spec.held() - places.availablePermits();
    }

    /** Waits for a first server, as long as the spec and the deadline allow; false when there is none. */
    boolean activate(long leftNanos) throws InterruptedException {
        if (!replicas.isEmpty()) {
            return true;
        }
        long longest = Math.min(spec.hold().toNanos(), leftNanos);
        if (longest <= 0 || !places.tryAcquire()) {
            return false;
        }
        try {
            return replicas.await(longest);
        } finally {
            places.release();
        }
    }
}
