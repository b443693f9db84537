package dev.headroom.spec;

import static dev.headroom.spec.Telemetry.Type.COUNTER;
import static dev.headroom.spec.Telemetry.Type.GAUGE;
import static dev.headroom.spec.Telemetry.Type.HISTOGRAM;
import static dev.headroom.spec.Telemetry.Type.INFO;

import java.util.List;

/**
 * The families of metrics that a running controller shows of itself. The one table of their names: its page {@code /metrics},
 * the queries in exported rules and dashboards, and the reference are made from it.
 *
 * <p>Names and units after Prometheus: base units, counters end in {@code _total}, infos in {@code _info}.
 */
public enum Telemetry {
    /** Replicas by state. */
    REPLICAS(
            "headroom_replicas",
            GAUGE,
            "replicas",
            List.of("workload", "state"),
            "Replicas as the target reports them: ready ones take work, starting ones do not yet, draining ones finish"
                    + " what they have."),
    /** Replicas decided. */
    REPLICAS_DESIRED(
            "headroom_replicas_desired", GAUGE, "replicas", List.of("workload"), "Replicas by the last decision."),
    /** The lower bound. */
    REPLICAS_MIN("headroom_replicas_min", GAUGE, "replicas", List.of("workload"), "Least replicas by the spec."),
    /** The upper bound. */
    REPLICAS_MAX("headroom_replicas_max", GAUGE, "replicas", List.of("workload"), "Most replicas by the spec."),

    /** What signals say. */
    SIGNAL(
            "headroom_signal_value",
            GAUGE,
            "the label unit",
            List.of("workload", "signal", "unit"),
            "A signal as it was read in the last turn: demand, use, delay or what else it measures."),
    /** The age of samples. */
    SIGNAL_AGE(
            "headroom_signal_age_seconds",
            GAUGE,
            "seconds",
            List.of("workload", "signal"),
            "Time since the signal's last sample was true at its origin."),
    /** Signals that could not be read. */
    SIGNAL_FAILURES(
            "headroom_signal_failures_total",
            COUNTER,
            "turns",
            List.of("workload", "signal", "cause"),
            "Turns without a sample: the source failed, or answered and the sample was missing."),
    /** What is expected. */
    FORECAST(
            "headroom_forecast_value",
            GAUGE,
            "the label unit",
            List.of("workload", "signal", "unit", "probability"),
            "What the forecast in use expects of the signal for now: it stays below with a probability of 0.05, 0.5 and 0.95."),
    /** How good it was. */
    FORECAST_ERROR(
            "headroom_forecast_error_ratio",
            GAUGE,
            "ratio",
            List.of("workload", "signal", "model"),
            "Mean absolute error of recent forecasts relative to what came."),

    /** What was decided. */
    DECISIONS(
            "headroom_decisions_total",
            COUNTER,
            "decisions",
            List.of("workload", "direction"),
            "Decisions: up, down, or hold when the replicas stay as they are."),
    /** How turns ended. */
    TURNS(
            "headroom_turns_total",
            COUNTER,
            "turns",
            List.of("workload", "outcome"),
            "Turns by how they ended: held, scaled, shown, not_applied, not_recorded, blind or elsewhere."),
    /** When the last one was. */
    LAST_TURN(
            "headroom_last_turn_timestamp_seconds",
            GAUGE,
            "seconds since 1970",
            List.of("workload"),
            "Time of the last turn."),
    /** How long turns take. */
    TURN_DURATION(
            "headroom_turn_duration_seconds",
            HISTOGRAM,
            "seconds",
            List.of(),
            "Time from the begin of a turn to its end, of all workloads."),
    /** How late they begin. */
    TURN_LATENESS(
            "headroom_turn_lateness_seconds",
            HISTOGRAM,
            "seconds",
            List.of(),
            "Time by which a turn began after it was due, of all workloads."),
    /** Changes that were not accepted. */
    APPLY_FAILURES(
            "headroom_apply_failures_total",
            COUNTER,
            "turns",
            List.of("workload"),
            "Changes that the target did not accept; they are tried again."),
    /** Decisions that were not recorded. */
    STORE_FAILURES(
            "headroom_store_failures_total",
            COUNTER,
            "turns",
            List.of("workload"),
            "Decisions that could not be recorded, so that nothing was done."),
    /** Times that somebody else scaled. */
    CONFLICTS(
            "headroom_conflicts_total",
            COUNTER,
            "conflicts",
            List.of("workload"),
            "Times that something else began to scale the workload."),
    /** Whether somebody else scales. */
    CONFLICTED(
            "headroom_conflicted",
            GAUGE,
            "1 or 0",
            List.of("workload"),
            "Whether something else seems to scale the workload at present."),
    /** People's orders. */
    OVERRIDES(
            "headroom_overrides",
            GAUGE,
            "orders",
            List.of("workload", "kind"),
            "People's orders in force: pin, pause or freeze_in."),
    /** What people were told. */
    ALERTS(
            "headroom_alerts_total",
            COUNTER,
            "alerts",
            List.of("workload", "severity"),
            "What people were told: info, warning or critical."),

    /** Present cost. */
    COST("headroom_cost_per_hour", GAUGE, "money an hour", List.of("workload", "currency"), "Present cost of an hour."),
    /** Cost of the day. */
    COST_TODAY(
            "headroom_cost_today",
            GAUGE,
            "money",
            List.of("workload", "currency"),
            "Cost since the day began in the spec's zone."),
    /** Limits in money. */
    BUDGET_LIMIT(
            "headroom_budget_limit",
            GAUGE,
            "money",
            List.of("budget", "period", "currency"),
            "The limit of a budget for an hour, a day or a month."),
    /** Money spent. */
    BUDGET_SPENT(
            "headroom_budget_spent",
            GAUGE,
            "money",
            List.of("budget", "period", "currency"),
            "What is used of a budget: the present cost of an hour, the cost since the day or the month began."),
    /** Promises kept. */
    ATTAINMENT(
            "headroom_objective_attainment_ratio",
            GAUGE,
            "ratio",
            List.of("workload"),
            "Share of turns in the last day in which the objective was kept."),
    /** What shadow mode measures. */
    SHADOW_REPLICAS(
            "headroom_shadow_replica_seconds",
            GAUGE,
            "replica seconds",
            List.of("workload", "side"),
            "In shadow mode, replicas by time since it began: of what really runs, and of what was decided."),
    /** What it would cost. */
    SHADOW_COST(
            "headroom_shadow_cost",
            GAUGE,
            "money",
            List.of("workload", "side", "currency"),
            "In shadow mode, cost since it began: of what really runs, and of what was decided."),
    /** How often too little ran. */
    SHADOW_SHORT(
            "headroom_shadow_short_ratio",
            GAUGE,
            "ratio",
            List.of("workload"),
            "In shadow mode, share of time in which less ran than was decided."),

    /** How many workloads there are. */
    WORKLOADS("headroom_workloads", GAUGE, "workloads", List.of(), "Workloads of the spec."),
    /** How many of them are this controller's. */
    LEASES("headroom_leases_held", GAUGE, "workloads", List.of(), "Workloads that this controller holds the lease of."),
    /** Whether all is well. */
    READY(
            "headroom_ready",
            GAUGE,
            "1 or 0",
            List.of(),
            "Whether the store answers and every workload that is held was looked at lately."),
    /** When the spec was put in force. */
    SPEC_LOADED(
            "headroom_spec_loaded_timestamp_seconds",
            GAUGE,
            "seconds since 1970",
            List.of(),
            "Time at which the spec in force was loaded."),
    /** Whether a later one was refused. */
    SPEC_REFUSED(
            "headroom_spec_refused",
            GAUGE,
            "1 or 0",
            List.of("reason"),
            "Whether a later spec is not in force: a bad one, or one that its roll-out has returned. 0 again when another"
                    + " one is given."),
    /** How far a change of the spec has come. */
    ROLLOUT(
            "headroom_rollout_stage",
            GAUGE,
            "1 or 0",
            List.of("stage"),
            "How far the last change of the spec that comes in stages has come: 1 for its stage, 0 for the others."),
    /** Which spec it is. */
    SPEC("headroom_spec_info", INFO, "1", List.of("fingerprint"), "The spec in force."),
    /** Who it is. */
    CONTROLLER(
            "headroom_controller_info",
            INFO,
            "1",
            List.of("holder", "mode"),
            "The controller: its name in leases; acting, dry_run or shadow."),
    /** Which version it is. */
    BUILD("headroom_build_info", INFO, "1", List.of("version"), "The version of the product.");

    /** What a family is to Prometheus; infos are gauges that are always 1. */
    public enum Type {
        GAUGE,
        COUNTER,
        HISTOGRAM,
        INFO
    }

    private final String metric;
    private final Type type;
    private final String unit;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> labels;

    private final String help;

    Telemetry(String metric, Type type, String unit, List<String> labels, String help) {
        this.metric = metric;
        this.type = type;
        this.unit = unit;
        this.labels = labels;
        this.help = help;
    }

    /** The name in queries; of a histogram without its {@code _bucket}, {@code _count} and {@code _sum}. */
    public String metric() {
        return metric;
    }

    /** What it is to Prometheus. */
    public Type type() {
        return type;
    }

    /** The unit of its values, in words. */
    public String unit() {
        return unit;
    }

    /** The labels of every series, in order. */
    public List<String> labels() {
        return labels;
    }

    /** What it says, as a sentence. */
    public String help() {
        return help;
    }

    /**
     * A selector of its series in PromQL.
     *
     * @param matches labels and the values they must have, in turns
     * @throws IllegalArgumentException if it has no such label
     */
    public String where(String... matches) {
        StringBuilder out = new StringBuilder(metric);
        for (int i = 0; i + 1 < matches.length; i += 2) {
            if (!labels.contains(matches[i])) {
                throw new IllegalArgumentException(metric + " has no label '" + matches[i] + "'");
            }
            out.append(i == 0 ? "{" : ", ").append(matches[i]).append("=\"");
            out.append(
                    matches[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            out.append('"');
        }
        return matches.length == 0 ? metric : out.append('}').toString();
    }
}
