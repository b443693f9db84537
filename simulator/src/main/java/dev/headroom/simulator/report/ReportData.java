package dev.headroom.simulator.report;

import dev.headroom.report.Figures;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Trace;
import java.util.List;

/**
 * What a report tells.
 *
 * @param title headline
 * @param workload name of the workload
 * @param trace the demand all results were simulated under
 * @param currency ISO 4217 code of the costs; empty when no price is known
 * @param objectiveSeconds latency or deadline promised; infinity when nothing is promised
 * @param objectiveQuantile share of requests that must be within it at any time, such as 0.95; NaN when it is a deadline
 *     for queued items. Names the line in the latency chart
 * @param objectiveAttainment share of requests within it that counts as keeping the objective, in (0, 1]
 * @param seed that fixed every random draw
 * @param mode how requests were simulated, in words
 * @param results at least one; the first is the spec's own policy, the others are compared with it
 * @param notes sentences for the reader: assumptions, warnings, what was left out
 */
public record ReportData(
        String title,
        String workload,
        Trace trace,
        String currency,
        double objectiveSeconds,
        double objectiveQuantile,
        double objectiveAttainment,
        long seed,
        String mode,
        List<Result> results,
        List<String> notes) {

    public ReportData {
        if (results.isEmpty()) {
            throw new IllegalArgumentException("a report needs at least one result");
        }
        results = List.copyOf(results);
        notes = List.copyOf(notes);
    }

    /** Whether a latency or deadline is promised. */
    public boolean hasObjective() {
        return objectiveSeconds < Double.POSITIVE_INFINITY;
    }

    /** Whether what is promised is a deadline for queued items. */
    public boolean deadline() {
        return hasObjective() && Double.isNaN(objectiveQuantile);
    }

    /** The promise in a few words, such as {@code objective p95 ≤ 500 ms} or {@code deadline 10 min}; empty without one. */
    public String objectiveLabel() {
        String limit = Figures.seconds(objectiveSeconds);
        return !hasObjective()
                ? ""
                : deadline()
                        ? "deadline " + limit
                        : "objective " + Figures.percentile(objectiveQuantile) + " ≤ " + limit;
    }

    /** Whether a result kept the objective over the whole simulation; true when nothing is promised. */
    public boolean kept(Result result) {
        return !hasObjective() || result.attainment() >= objectiveAttainment;
    }
}
