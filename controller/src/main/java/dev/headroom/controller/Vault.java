package dev.headroom.controller;

import dev.headroom.engine.loop.Leases;
import dev.headroom.engine.loop.Leases.Lease;
import dev.headroom.engine.loop.Store;
import dev.headroom.journal.Archive;
import dev.headroom.journal.Orders;
import dev.headroom.journal.Rollouts;
import dev.headroom.journal.SpecHistory;
import java.util.function.Function;

/**
 * All that controllers keep, and share.
 *
 * @param stores states and journal, fenced by the lease under which they are written
 * @param archive the same journal to be read
 * @param orders of people, and the audit
 * @param specs under which decisions were made
 * @param rollouts how far a change of the spec has come
 * @param leases by which controllers share the workloads
 */
public record Vault(
        Function<Lease, Store> stores,
        Archive archive,
        Orders orders,
        SpecHistory specs,
        Rollouts rollouts,
        Leases leases) {}
