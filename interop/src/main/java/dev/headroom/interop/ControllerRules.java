package dev.headroom.interop;

import dev.headroom.spec.BudgetSpec;
import dev.headroom.spec.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Alerts on the metrics of a running controller. Where none runs there are no such metrics, and none of them fires.
 *
 * <p>A failure is told when it came up in every span of five minutes for ten: a single one is mended by the next turn.
 */
final class ControllerRules {

    /** Turns that may be missed before a workload counts as left alone. */
    private static final int MISSED_TURNS = 4;

    private static final int LEAST_SECONDS = 60;

    /** Where a controller answers unless it is told otherwise. */
    private static final String ADDRESS = "localhost:8484";

    private ControllerRules() {}

    /** The scrape job of the controller. */
    static Map<String, Object> scrape() {
        return Tree.of("job_name", "headroom", "static_configs", List.of(Tree.of("targets", List.of(ADDRESS))));
    }

    /** All alerts that are not of a single workload. */
    static List<Map<String, Object>> of(List<BudgetSpec> budgets) {
        List<Map<String, Object>> out = new ArrayList<>(
                List.of(
                        alert(
                                "HeadroomDown",
                                "up{job=\"headroom\"} == 0",
                                "2m",
                                "critical",
                                "the controller {{ $labels.instance }} does not answer",
                                "What it scales stays as it is until another controller takes over."),
                        alert(
                                "HeadroomNotReady",
                                Telemetry.READY.where() + " == 0",
                                "2m",
                                "critical",
                                "the controller {{ $labels.instance }} is not ready",
                                "Its store does not answer, or a workload was not looked at lately; see its log."),
                        alert(
                                "HeadroomLate",
                                "histogram_quantile(0.99, sum by (le) (rate(" + Telemetry.TURN_LATENESS.metric()
                                        + "_bucket[10m]))) > 15",
                                "10m",
                                "warning",
                                "turns begin {{ $value | humanizeDuration }} late",
                                "The controller has too many workloads, or too little processor, to look at each in time."),
                        failures(
                                "HeadroomBlind",
                                "workload",
                                Telemetry.TURNS.where("outcome", "blind"),
                                "critical",
                                "the replicas of {{ $labels.workload }} cannot be seen",
                                "While its target does not answer, it is not scaled."),
                        failures(
                                "HeadroomSignalFails",
                                "workload, signal",
                                Telemetry.SIGNAL_FAILURES.where(),
                                "warning",
                                "the signal {{ $labels.signal }} of {{ $labels.workload }} cannot be read",
                                "While it cannot, the workload is not scaled in."),
                        failures(
                                "HeadroomNotApplied",
                                "workload",
                                Telemetry.APPLY_FAILURES.where(),
                                "critical",
                                "changes of {{ $labels.workload }} are not accepted",
                                "Its target refuses them or does not answer: a quota, a missing right, an outage."),
                        failures(
                                "HeadroomNotRecorded",
                                "workload",
                                Telemetry.STORE_FAILURES.where(),
                                "critical",
                                "decisions on {{ $labels.workload }} cannot be recorded",
                                "What is not recorded is not done; the store is down or full."),
                        alert(
                                "HeadroomCapacityMissing",
                                "max by (workload) (" + Telemetry.REPLICAS_DESIRED.where() + ") - max by (workload) ("
                                        + Telemetry.REPLICAS.where("state", "ready") + ") > 0",
                                "15m",
                                "warning",
                                "{{ $labels.workload }} has lacked replicas for 15 minutes",
                                "{{ $value }} of those asked for are not ready: the platform has no room, or they do not start."),
                        alert(
                                "HeadroomConflict",
                                "max by (workload) (" + Telemetry.CONFLICTED.where() + ") == 1",
                                "5m",
                                "warning",
                                "something else scales {{ $labels.workload }}",
                                "Two who scale the same undo each other's work; switch one of them off."),
                        alert(
                                "HeadroomSpecRefused",
                                Telemetry.SPEC_REFUSED.where("reason", "bad") + " == 1",
                                "1m",
                                "warning",
                                "the controller {{ $labels.instance }} has refused a spec",
                                "The former one stays in force; headroom validate says what is wrong."),
                        alert(
                                "HeadroomSpecReturned",
                                Telemetry.SPEC_REFUSED.where("reason", "returned") + " == 1",
                                "1m",
                                "warning",
                                "the controller {{ $labels.instance }} has returned a spec",
                                "The former one is in force again, for the other did worse or somebody ordered it; headroom rollout says.")));
        if (!budgets.isEmpty()) {
            out.add(budget("warning", "0.9", " < 1"));
            out.add(budget("critical", "1", ""));
        }
        return out;
    }

    /** An alert when nobody has looked at a workload for four intervals. */
    static Map<String, Object> stopped(Subject w) {
        long seconds = Math.max(
                LEAST_SECONDS, MISSED_TURNS * w.spec().workload().interval().toSeconds());
        Map<String, Object> alert = alert(
                "HeadroomTurnsStopped",
                "time() - max(" + Telemetry.LAST_TURN.where("workload", w.name()) + ") > " + seconds,
                "1m",
                "critical",
                w.name() + " was not looked at for {{ $value | humanizeDuration }}",
                "No controller holds it, or the one that does hangs.");
        alert.put("labels", Tree.of("severity", "critical", "workload", w.name()));
        return alert;
    }

    private static Map<String, Object> budget(String severity, String share, String and) {
        return alert(
                "HeadroomBudget",
                "max by (budget, period) (" + Telemetry.BUDGET_SPENT.where() + ") / max by (budget, period) ("
                        + Telemetry.BUDGET_LIMIT.where() + ") >= " + share + and,
                "0s",
                severity,
                "the budget {{ $labels.budget }} of the {{ $labels.period }} is used to {{ $value | humanizePercentage }}",
                "At the whole of it nothing grows any more, unless the spec puts availability first.");
    }

    private static Map<String, Object> failures(
            String name, String by, String counter, String severity, String summary, String description) {
        String query = "sum by (" + by + ") (increase(" + counter + "[5m])) > 0";
        return alert(name, query, "10m", severity, summary, description);
    }

    private static Map<String, Object> alert(
            String name, String query, String after, String severity, String summary, String description) {
        return Tree.of(
                "alert",
                name,
                "expr",
                query,
                "for",
                after,
                "labels",
                Tree.of("severity", severity),
                "annotations",
                Tree.of("summary", summary, "description", description));
    }
}
