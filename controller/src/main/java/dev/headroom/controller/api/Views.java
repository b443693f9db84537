package dev.headroom.controller.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is answered, as it is written in JSON. */
final class Views {

    private Views() {}

    record ControllerView(
            @Doc("Name of this controller in leases.") String holder,
            @Doc("Version of Headroom.") String version,
            @Doc("When it began.") Instant started,
            @Doc("Its time.") Instant now,

            @Doc("Whether the store answers and every workload held was looked at lately.")
            boolean ready,

            @Doc(
                    value = "What becomes of decisions.",
                    words = {"acting", "dry-run", "shadow"})
            String mode,

            @Doc("How many workloads the spec has.") int workloads,

            @Doc("How many of them this controller holds the lease of.")
            int held,

            @Doc("Fingerprint of the spec in force; also its entity tag.")
            String specFingerprint,

            @Doc("When that spec was put in force.") Instant loaded,

            @Doc("Why a later spec was refused; empty when none was.")
            String refusal) {}

    record WorkloadsView(
            @Doc("All workloads, in the order of the spec.") List<WorkloadView> workloads) {}

    record WorkloadView(
            @Doc("Name in the spec.") String name,
            @Doc("Type of what is scaled.") String target,

            @Doc(
                    value = "What becomes of decisions.",
                    words = {"acting", "dry-run", "shadow"})
            String mode,

            @Doc(
                    value = "How the last turn ended.",
                    words = {"waiting", "held", "scaled", "shown", "not-applied", "not-recorded", "blind", "elsewhere"})
            String outcome,

            @Doc("Why the turn did not go well; empty when it did.")
            String why,

            @Doc(value = "Time of the last turn.", maybe = true) @Nullable
            Instant at,

            @Doc(value = "Replicas at that time; null when they could not be seen.", maybe = true) @Nullable
            FleetView fleet,

            @Doc(value = "Replicas decided; null before the first decision.", maybe = true) @Nullable
            Integer desired,

            @Doc("Least replicas by the spec.") int min,
            @Doc("Most replicas by the spec.") int max,
            @Doc("What was read, with forecasts.") List<SignalView> signals,

            @Doc("Every step of the last decision, in order.")
            List<ReasonView> reasons,

            @Doc("Position of the step that set the number, from 0; -1 without steps.")
            int deciding,

            @Doc("The objective in words; empty without one.")
            String promise,

            @Doc(value = "Share of the last day's turns that kept the objective, 0 to 1.", maybe = true)
            double attainment,

            @Doc(value = "Present cost of an hour.", maybe = true)
            double perHour,

            @Doc(value = "Cost since the day began in the spec's time zone.", maybe = true)
            double today,

            @Doc("Currency of the costs; empty without a price.")
            String currency,

            @Doc("Orders in force, in the order they were given.")
            List<OverrideView> overrides,

            @Doc("Who or what else seems to scale it; empty when nobody does.")
            String conflict,

            @Doc(value = "What shadow mode has measured; null in other modes.", maybe = true) @Nullable
            ShadowView shadow) {}

    record FleetView(
            @Doc("Replicas last asked for.") int desired,
            @Doc("Replicas that take work.") int ready,

            @Doc("Of the ready ones, those still at a reduced rate.")
            int warming,

            @Doc("Replicas that are being started.") int starting,
            @Doc("Replicas that finish what they have.") int draining) {}

    record SignalView(
            @Doc("Name in the spec.") String name,

            @Doc(
                    value = "Unit of the value and of its forecast.",
                    words = {"count", "ratio", "per-second", "seconds", "bytes"})
            String unit,

            @Doc(value = "The value; null without one.", maybe = true)
            double value,

            @Doc(
                    value = "Whether there is a value.",
                    words = {"ok", "missing", "failed"})
            String status,

            @Doc(value = "When the value was true at its origin.", maybe = true) @Nullable
            Instant at,

            @Doc("Why there is no value; empty when there is.")
            String detail,

            @Doc(value = "What is expected; null without a forecast.", maybe = true) @Nullable
            BandView forecast) {}

    record BandView(
            @Doc("Who made the forecast.") String model,
            @Doc("Begin of the first step.") Instant start,
            @Doc("Length of a step.") double stepSeconds,
            @Doc("The 5 % quantile of each step.") double[] low,
            @Doc("The 50 % quantile of each step.") double[] median,
            @Doc("The 95 % quantile of each step.") double[] high,

            @Doc(value = "Mean absolute error of recent forecasts relative to what came.", maybe = true)
            double recentError) {}

    record ReasonView(
            @Doc(
                    value = "Which part of the engine speaks.",
                    words = {"signal", "policy", "combiner", "guardrail"})
            String stage,

            @Doc("Kind of the policy or name of the guardrail.")
            String rule,

            @Doc("The step as a sentence.") String text,
            @Doc(value = "The input value.", maybe = true) double observed,

            @Doc(value = "What it was compared with.", maybe = true)
            double target,

            @Doc(value = "The limit applied.", maybe = true) double limit,
            @Doc("Replicas before this step.") int before,
            @Doc("Replicas after this step.") int after,

            @Doc(value = "When the effect ends.", maybe = true) @Nullable
            Instant until,

            @Doc("A name or text that the sentence needs; empty when none.")
            String detail) {}

    record OverridesView(
            @Doc("Orders in force, in the order they were given.")
            List<OverrideView> overrides) {}

    record OverrideView(
            @Doc(
                    value = "What is ordered.",
                    words = {"pin", "pause", "freeze"})
            String kind,

            @Doc(value = "For a pin, the replicas.", maybe = true) @Nullable
            Integer replicas,

            @Doc("When it ends.") Instant until,
            @Doc("Who ordered it.") String author,
            @Doc("The reason given.") String reason) {}

    record ShadowView(
            @Doc("When the comparison began.") Instant since,
            @Doc("Replica hours of what really runs.") double realHours,
            @Doc("Replica hours of what was decided.") double decidedHours,

            @Doc(value = "Cost of what really runs.", maybe = true)
            double realCost,

            @Doc(value = "Cost of what was decided.", maybe = true)
            double decidedCost,

            @Doc("Share of time in which what really runs was below what was decided.")
            double realShort,

            @Doc(value = "Share of turns that kept the objective under what really runs.", maybe = true)
            double attainment) {}

    record DecisionsView(
            @Doc("Decisions, oldest first.") List<DecisionView> decisions,

            @Doc(value = "Where to ask on with 'from' when there may be more.", maybe = true) @Nullable
            Instant next) {}

    record DecisionView(
            @Doc("Name of the workload.") String workload,
            @Doc("Time it was made for.") Instant at,
            @Doc("Replicas asked of the target before.") int current,
            @Doc("Replicas decided.") int desired,

            @Doc("The sentence of the step that set the number.")
            String summary,

            @Doc("Replicas as they were seen.") FleetView fleet,

            @Doc("What was read; forecasts only where one decision is asked for.")
            List<SignalView> signals,

            @Doc("Orders that were in force.") List<OverrideView> overrides,
            @Doc("Every step of the evaluation, in order.") List<ReasonView> reasons,

            @Doc("Position of the step that set the number, from 0; -1 without steps.")
            int deciding,

            @Doc("What was asked of others, as sentences.") List<String> advice) {}

    record TimelineView(
            @Doc("Begin of the first step.") Instant from,
            @Doc("End of the last step.") Instant to,
            @Doc("Length of a step.") double stepSeconds,
            @Doc("How many decisions it is made of.") int decisions,

            @Doc("Whether there are more than were read; then the end is missing.")
            boolean truncated,

            @Doc("Largest number of replicas decided in each step; null without a decision.")
            double[] desired,

            @Doc("Least number of ready replicas seen in each step.")
            double[] ready,

            @Doc("The signals.") List<SeriesView> signals,

            @Doc("Changes of the number of replicas, newest last, at most 500.")
            List<StepView> changes) {}

    record SeriesView(
            @Doc("Name of the signal.") String name,

            @Doc(
                    value = "Unit of the values.",
                    words = {"count", "ratio", "per-second", "seconds", "bytes"})
            String unit,

            @Doc("Mean of each step; null without a value.") double[] mean,
            @Doc("Largest value of each step.") double[] peak) {}

    record StepView(
            @Doc("When.") Instant at,
            @Doc("Replicas before.") int before,
            @Doc("Replicas after.") int after,

            @Doc("The sentence of the step that set the number.")
            String summary) {}

    record ForecastsView(
            @Doc("The signals of the workload that have a forecast.")
            List<SignalView> signals) {}

    record BudgetsView(
            @Doc("Budgets, in the order of the spec.") List<BudgetView> budgets) {}

    record BudgetView(
            @Doc("Name it is known by.") String name,
            @Doc("Workloads under it.") List<String> workloads,
            @Doc("Currency of all amounts.") String currency,

            @Doc(value = "Limit of an hour's cost.", maybe = true) @Nullable
            Double hourly,

            @Doc(value = "Limit of a day's cost.", maybe = true) @Nullable
            Double daily,

            @Doc(value = "Limit of a month's cost.", maybe = true) @Nullable
            Double monthly,

            @Doc("Present cost of an hour.") double perHour,

            @Doc("Cost since the day began in the budget's time zone.")
            double today,

            @Doc("Cost since the month began.") double month,

            @Doc("Alert thresholds passed at present, shares of a limit.")
            List<Double> reached) {}

    record AuditView(@Doc("Changes, newest first.") List<ChangeView> changes) {}

    record ChangeView(
            @Doc("When.") Instant at,
            @Doc("Who.") String author,

            @Doc("Name of the workload; empty for the whole controller.")
            String workload,

            @Doc("What was changed, as a sentence.") String what) {}

    record ToldView(
            @Doc("When.") Instant at,

            @Doc("Name of the workload; empty for the whole controller.")
            String workload,

            @Doc(
                    value = "How grave.",
                    words = {"info", "warning", "critical"})
            String severity,

            @Doc("What, as a sentence.") String text) {}

    record DoneView(
            @Doc("What is in force now, as a sentence.") String done) {}

    record OrderBody(
            @Doc(
                    value = "What is ordered: 'pin' holds exactly so many replicas, 'pause' changes nothing,"
                            + " 'freeze' scales out if needed and never in.",
                    words = {"pin", "pause", "freeze"})
            String kind,

            @Doc(value = "For a pin, the replicas; not for others.", maybe = true) @Nullable
            Integer replicas,

            @Doc(value = "How long it lasts, such as 45m or 2h; at most 30d. Either this or 'until'.", maybe = true)
            @JsonProperty("for")
            @Nullable
            String lasting,

            @Doc(value = "When it ends. Either this or 'for'.", maybe = true) @Nullable
            Instant until,

            @Doc("Why, for those who wonder later; at most 500 characters.")
            String reason) {}

    record WhatIfBody(
            @Doc(
                    value = "A policy by its name: 'auto', or how another autoscaler would be set up. Either this or"
                            + " 'yaml'.",
                    maybe = true)
            @Nullable
            String policy,

            @Doc(
                    value =
                            "Keys of a workload in YAML that stand in place of its own, such as policies and guardrails."
                                    + " Either this or 'policy'.",
                    maybe = true)
            @Nullable
            String yaml,

            @Doc(value = "How far back, from 5m to 31d; 1d by default.", maybe = true) @Nullable
            String span) {}

    record WhatIfView(
            @Doc("Begin of what was recorded in the span.") Instant from,
            @Doc("The end.") Instant to,
            @Doc("The signal that the demand follows from.") String signal,

            @Doc("Share of the span in which something was recorded.")
            double covered,

            @Doc(
                    value = "How it was simulated.",
                    words = {"request", "interval"})
            String mode,

            @Doc("Length of a step of the columns.") double stepSeconds,

            @Doc("What really ran, what the policies in force do in simulation, and what the others do.")
            List<RunView> runs,

            @Doc("What there is to say about them, as sentences.")
            List<String> notes) {}

    record RunView(
            @Doc("'recorded', 'present', and 'other' or the name of a policy.")
            String name,

            @Doc(value = "Share of requests that kept the objective; not known of what was recorded.", maybe = true)
            double attainment,

            @Doc(value = "Cost; null without a price.", maybe = true)
            double cost,

            @Doc("Currency of the cost; empty without a price.")
            String currency,

            @Doc("Hours of all replicas that were paid for.")
            double replicaHours,

            @Doc("How often the number of replicas was changed.")
            int changes,

            @Doc(value = "95th percentile of the response time.", maybe = true)
            double p95Seconds,

            @Doc("Replicas wanted in each step.") double[] desired) {}

    record ProblemView(
            @Doc("Always about:blank: the status says what kind of problem it is.")
            String type,

            @Doc("The status in words.") String title,
            @Doc("The status.") int status,
            @Doc("What is wrong and what would be right.") String detail,

            @Doc("Every single problem when there are several; else empty.")
            List<String> problems) {}
}
