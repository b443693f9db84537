package dev.headroom.simulator;

import org.jspecify.annotations.Nullable;

/** A {@link Call} at work: decides which requests make it. */
final class Outlet {
    final EventWorld to;
    private final EventWorld from;
    private final int configured;
    private int connections;
    private final double share;
    private final @Nullable Cache cache;
    private final Rng rng;
    private double burst;
    private double usual;
    private long lookedAt;

    /** @param usualRate lookups a second at the begin */
    Outlet(Call call, EventWorld from, EventWorld to, Rng rng, double usualRate) {
        this.from = from;
        this.to = to;
        this.share = call.share();
        this.cache = call.cache();
        this.configured = call.connections();
        this.connections = configured;
        this.rng = rng;
        this.burst = usualRate;
        this.usual = usualRate;
    }

    /** Whether the request at hand calls. */
    boolean calls(long now) {
        if (share < 1 && rng.uniform() >= share) {
            return false;
        }
        return cache == null || rng.uniform() >= hit(cache, now);
    }

    /** The hit ratio at a lookup, which counts for the next ones. */
    private double hit(Cache c, long now) {
        double dt = (now - lookedAt) * 1e-9;
        lookedAt = now;
        burst *= StrictMath.exp(-dt / c.burstSeconds());
        usual *= StrictMath.exp(-dt / c.usualSeconds());
        double excess = burst > usual ? 1 - usual / burst : 0;
        burst += 1 / c.burstSeconds();
        usual += 1 / c.usualSeconds();
        return c.hit() * (1 - c.dip() * excess);
    }

    /** The pool of each replica is divided anew, if there is one. */
    void resize(int each) {
        if (configured > 0) {
            connections = Math.min(configured, each);
        }
    }

    /** The pools are what they were. */
    void restore() {
        connections = configured;
    }

    /** Connections the ready replicas of the caller keep open. */
    double open() {
        return (double) connections * from.pool.ready();
    }

    /** Whether connections are kept open. */
    boolean pooled() {
        return connections > 0;
    }
}
