package dev.headroom.controller;

import dev.headroom.engine.guardrail.GuardrailMemory.Ledger;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Fleet;
import java.time.Instant;
import java.util.List;

/**
 * What is known of a workload after its last turn, here or at another controller.
 *
 * @param at time of the turn
 * @param fleet its replicas then
 * @param desired replicas decided
 * @param advice what it asked of others
 * @param ledger what it has spent
 */
record Sight(Instant at, Fleet fleet, int desired, List<Advice> advice, Ledger ledger) {
    Sight {
        advice = List.copyOf(advice);
    }
}
