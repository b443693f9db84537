package dev.headroom.engine.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who may act on what, when several controllers share the work. A lease is held until it ends, and each new holder gets a
 * larger token than all before it: what still acts under a smaller one is turned away by the {@link Store}.
 */
public interface Leases {

    /**
     * The right to act on something.
     *
     * @param name what it is for
     * @param holder who has it, unique to one run of one controller
     * @param token larger than that of any former holder
     * @param until when it ends, unless it is renewed
     */
    record Lease(String name, String holder, long token, Instant until) {}

    /**
     * Takes a lease that nobody else holds, or renews one's own. A renewed lease keeps its token, one that had ended gets a
     * new one.
     *
     * @param length positive
     * @return the lease; empty while another holds it
     * @throws IllegalStateException if the store of the leases does not answer
     */
    Optional<Lease> acquire(String name, String holder, Duration length);

    /** Gives a lease up, if it is still held; for a quick take-over. Failure is harmless: it ends by itself. */
    void release(Lease lease);

    /**
     * All leases in force, sorted by name.
     *
     * @throws IllegalStateException if the store of the leases does not answer
     */
    List<Lease> held();
}
