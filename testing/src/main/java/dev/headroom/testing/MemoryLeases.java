package dev.headroom.testing;

import dev.headroom.engine.loop.Leases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Leases in memory, by a given clock. */
public final class MemoryLeases implements Leases {
    private final Map<String, Lease> last = new TreeMap<>();
    private final InstantSource clock;

    /** No lease is held. */
    public MemoryLeases(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Lease> acquire(String name, String holder, Duration length) {
        Instant now = clock.instant();
        Lease old = last.get(name);
        long token = 1;
        if (old != null) {
            boolean held = old.until().isAfter(now);
            if (held && !old.holder().equals(holder)) {
                return Optional.empty();
            }
            token = held ? old.token() : old.token() + 1;
        }
        Lease lease = new Lease(name, holder, token, now.plus(length));
        last.put(name, lease);
        return Optional.of(lease);
    }

    @Override
    public synchronized void release(Lease lease) {
        Lease current = last.get(lease.name());
        if (current != null
                && current.token() == lease.token()
                && current.holder().equals(lease.holder())) {
            last.put(lease.name(), new Lease(lease.name(), lease.holder(), lease.token(), clock.instant()));
        }
    }

    @Override
    public synchronized List<Lease> held() {
        Instant now = clock.instant();
        return last.values().stream().filter(l -> l.until().isAfter(now)).toList();
    }
}
