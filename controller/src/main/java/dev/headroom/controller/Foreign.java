package dev.headroom.controller;

import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.guardrail.GuardrailMemory.Ledger;
import dev.headroom.engine.loop.Leases.Lease;
import dev.headroom.journal.Recorded;
import java.time.Instant;

/** A workload of another controller, as the store knows it. */
final class Foreign {

    private Foreign() {}

    static Sight sight(Recorded r, Vault vault, String workload) {
        Ledger ledger = vault.stores()
                .apply(new Lease(workload, "", 0, Instant.EPOCH))
                .load(workload)
                .map((WorkloadState s) -> s.guardrails().ledger())
                .orElse(Ledger.EMPTY);
        return new Sight(r.at(), r.seen().fleet(), r.desired(), r.advice(), ledger);
    }

    static WorkloadStatus status(WorkloadStatus s, Recorded r) {
        return new WorkloadStatus(
                s.name(),
                s.target(),
                s.mode(),
                s.outcome(),
                s.why(),
                r.at(),
                r.seen().fleet(),
                r.desired(),
                s.min(),
                s.max(),
                s.signals(),
                r.reasons(),
                s.promise(),
                s.attainment(),
                s.perHour(),
                s.today(),
                s.currency(),
                r.seen().overrides(),
                s.conflict(),
                s.shadow());
    }
}
