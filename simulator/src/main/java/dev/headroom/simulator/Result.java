package dev.headroom.simulator;

import dev.headroom.engine.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a simulation. Times are in seconds.
 *
 * <p>Where the scenario counts scores from a later time on only, all but the policy, the events, the timeline and the
 * decisions are of that part: it begins with those in the system, which count as arrived then, and replicas alive then cost
 * what they cost from then on.
 *
 * @param policy the scenario's policy name
 * @param arrived requests or items that arrived; one that comes again after a failed attempt is still the same
 * @param served of these, those answered or done
 * @param rejected of these, those refused for a full queue, at their last attempt
 * @param timedOut of these, those that left after waiting too long, were cut off when their replica's time to drain was
 *     up, or became dead letters
 * @param inSystem of these, those that were still waiting, being worked on or about to come again at the end
 * @param retries attempts that came again after one that failed
 * @param attainment share of the arrived that met the objective's latency or deadline; those still in the system at the
 *     end count only if they have missed it already; 1 when none counts
 * @param p50 median of the response time (request; of a language model, of what the objective is about) or of the time from
 *     arrival to done (items); NaN when none was served
 * @param p95 95th percentile
 * @param p99 99th percentile
 * @param meanWaitSeconds mean time before work on a request began; NaN when none did
 * @param cost of all machines by the billing; NaN when the price is unknown
 * @param currency of the cost
 * @param platform what the platform gave and took, and the cost by kind
 * @param replicaHours time replicas had a machine, from the attempt to start it until gone; spares are not counted
 * @param wastedHours replica-hours that were ready and not busy
 * @param actions changes of the desired count
 * @param directionChanges actions in the opposite direction of the action before
 * @param maxBacklog most requests or items waiting at any time
 * @param maxBacklogAge longest time the oldest waiting one had waited
 * @param underProvisionedSeconds time in which demand exceeded the capacity of the ready replicas
 * @param longestShortageSeconds longest uninterrupted such time
 * @param finishedAtMillis when the last request or item left; for queues the end of the work; the begin when none did
 * @param events events the simulation processed
 * @param timeline the course of it, in at most {@value #MAX_POINTS} points
 * @param decisions decisions that changed something, at most {@value #MAX_DECISIONS} (the largest changes are kept), each
 *     without its state
 * @param generation what came of the answers of a language model; null for any other service
 */
public record Result(
        String policy,
        double arrived,
        double served,
        double rejected,
        double timedOut,
        double inSystem,
        double retries,
        double attainment,
        double p50,
        double p95,
        double p99,
        double meanWaitSeconds,
        double cost,
        String currency,
        Platform platform,
        double replicaHours,
        double wastedHours,
        int actions,
        int directionChanges,
        double maxBacklog,
        double maxBacklogAge,
        double underProvisionedSeconds,
        double longestShortageSeconds,
        long finishedAtMillis,
        long events,
        List<Point> timeline,
        List<Decision> decisions,
        @Nullable Generation generation) {

    /** A result of a service that is no language model. */
    public Result(
            String policy,
            double arrived,
            double served,
            double rejected,
            double timedOut,
            double inSystem,
            double retries,
            double attainment,
            double p50,
            double p95,
            double p99,
            double meanWaitSeconds,
            double cost,
            String currency,
            Platform platform,
            double replicaHours,
            double wastedHours,
            int actions,
            int directionChanges,
            double maxBacklog,
            double maxBacklogAge,
            double underProvisionedSeconds,
            double longestShortageSeconds,
            long finishedAtMillis,
            long events,
            List<Point> timeline,
            List<Decision> decisions) {
        this(
                policy,
                arrived,
                served,
                rejected,
                timedOut,
                inSystem,
                retries,
                attainment,
                p50,
                p95,
                p99,
                meanWaitSeconds,
                cost,
                currency,
                platform,
                replicaHours,
                wastedHours,
                actions,
                directionChanges,
                maxBacklog,
                maxBacklogAge,
                underProvisionedSeconds,
                longestShortageSeconds,
                finishedAtMillis,
                events,
                timeline,
                decisions,
                null);
    }

    /** Most points of a timeline. */
    public static final int MAX_POINTS = 2000;

    /** Most decisions kept. */
    public static final int MAX_DECISIONS = 2000;

    /**
     * The state over a stretch of the simulation; counts are means and {@code p95} is over the stretch, extremes are kept in
     * {@code demandMax}, {@code readyMin} and {@code backlog}.
     *
     * @param millis begin of the stretch, epoch milliseconds
     * @param demand arrivals per second, as counted, those who come again included
     * @param demandMax highest rate of the trace in the stretch
     * @param ready mean ready replicas
     * @param readyMin least ready replicas
     * @param desired desired replicas at the end of the stretch
     * @param needed replicas whose full capacity equals {@code demandMax}
     * @param p95 95th percentile of the response time of what was answered; NaN when nothing was
     * @param backlog most waiting
     * @param failed attempts rejected and timed out
     * @param cost money spent in the stretch, by the time machines were paid for, before any rounding of the billing
     */
    public record Point(
            long millis,
            double demand,
            double demandMax,
            double ready,
            double readyMin,
            double desired,
            double needed,
            double p95,
            double backlog,
            double failed,
            double cost) {}
}
