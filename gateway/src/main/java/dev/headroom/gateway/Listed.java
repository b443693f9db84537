package dev.headroom.gateway;

import org.jspecify.annotations.Nullable;

/**
 * What a list says of a server.
 *
 * @param draining whether it only finishes what it has
 * @param region null for the gateway's
 * @param zone null when it is not known
 */
record Listed(
        boolean draining, @Nullable String region, @Nullable String zone) {

    /** A server of which nothing is said. */
    static final Listed PLAIN = new Listed(false, null, null);
}
