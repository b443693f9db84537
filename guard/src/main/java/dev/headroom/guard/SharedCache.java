package dev.headroom.guard;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The second tier of a cache, shared by several processes. Whoever wants to fill a key takes a lease, so that one process asks
 * the origin and the others wait for it, and so that what was fetched before a change is never kept after it: a change makes
 * leases void.
 *
 * <p>No method throws, each bounds its wait; a store that is away knows nothing, grants every lease and keeps nothing.
 */
public interface SharedCache {

    /**
     * What came of asking for the right to fill a key.
     *
     * @param granted whether one may; false while another has the right
     * @param token what the key is filled with; empty when it cannot be
     * @param value what is kept under the key by now; null for nothing
     */
    record Lease(boolean granted, String token, byte @Nullable [] value) {
        /** Of a store that is away. */
        public static final Lease ALONE = new Lease(true, "", null);
    }

    /** What is kept under a key; null when there is nothing. */
    byte @Nullable [] get(String key);

    /** Asks for the right to fill a key, which lapses after a time. */
    Lease lease(String key, Duration time);

    /**
     * Fills a key and ends the lease; does nothing if that is void.
     *
     * @param value null to end the lease only
     * @param time for which the value is kept
     */
    void put(String key, String token, byte @Nullable [] value, Duration time);

    /**
     * A key is about to change at the origin: drops it, makes leases void, and takes one.
     *
     * @return its token, for {@link #changed}
     */
    String change(String key, Duration time);

    /**
     * A key has changed at the origin, or may have: keeps what it is now if nobody else changed it meanwhile, else nothing, and
     * tells every process, this one included, that what it has is no longer good.
     *
     * @param value null when it is not known
     */
    void changed(String key, String token, byte @Nullable [] value, Duration time);

    /** Who wants to hear of keys that are no longer good. An empty key means all: news may have been missed. */
    void onInvalidation(Consumer<String> listener);
}
