package dev.headroom.spec;

import dev.headroom.engine.guardrail.Budget;
import java.util.List;

/**
 * A limit in money that several workloads share.
 *
 * @param budget the limit
 * @param workloads the workloads under it; empty for all
 */
public record BudgetSpec(Budget budget, List<String> workloads) {
    public BudgetSpec {
        workloads = List.copyOf(workloads);
    }

    /** Whether it limits a workload. */
    public boolean covers(String workload) {
        return workloads.isEmpty() || workloads.contains(workload);
    }
}
