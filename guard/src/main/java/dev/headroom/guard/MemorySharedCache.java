package dev.headroom.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A second tier in the memory of one process, for tests: it grows with its keys. */
public final class MemorySharedCache implements SharedCache {

    private record Kept(byte[] value, Instant until) {}

    private record Leased(String token, Instant until) {}

    private final InstantSource clock;
    private final Map<String, Kept> kept = new HashMap<>();
    private final Map<String, Leased> leases = new HashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private long granted;

    public MemorySharedCache(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized byte @Nullable [] get(String key) {
        Kept k = kept.get(key);
        return k == null || !clock.instant().isBefore(k.until) ? null : k.value.clone();
    }

    @Override
    public synchronized Lease lease(String key, Duration time) {
        return leased(key) != null ? new Lease(false, "", get(key)) : new Lease(true, grant(key, time), get(key));
    }

    private @Nullable Leased leased(String key) {
        Leased l = leases.get(key);
        return l == null || !clock.instant().isBefore(l.until) ? null : l;
    }

    private String grant(String key, Duration time) {
        String token = "t" + ++granted;
        leases.put(key, new Leased(token, clock.instant().plus(time)));
        return token;
    }

    private boolean end(String key, String token) {
        Leased l = leased(key);
        boolean good = l != null && l.token.equals(token);
        if (good) {
            leases.remove(key);
        }
        return good;
    }

    @Override
    public synchronized void put(String key, String token, byte @Nullable [] value, Duration time) {
        if (end(key, token) && value != null) {
            kept.put(key, new Kept(value.clone(), clock.instant().plus(time)));
        }
    }

    @Override
    public synchronized String change(String key, Duration time) {
        kept.remove(key);
        return grant(key, time);
    }

    @Override
    public void changed(String key, String token, byte @Nullable [] value, Duration time) {
        synchronized (this) {
            boolean alone = end(key, token);
            leases.remove(key);
            kept.remove(key);
            if (alone && value != null) {
                kept.put(key, new Kept(value.clone(), clock.instant().plus(time)));
            }
        }
        tell(key);
    }

    /** What processes hear when they may have missed news. */
    public void tellAll() {
        tell("");
    }

    private void tell(String key) {
        listeners.forEach(l -> l.accept(key));
    }

    @Override
    public void onInvalidation(Consumer<String> listener) {
        listeners.add(listener);
    }
}
