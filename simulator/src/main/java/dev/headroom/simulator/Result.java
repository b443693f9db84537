package dev.headroom.simulator;

import dev.headroom.engine.Decision;
import java.util.List;

/**
 * What came of a simulation. Times are in seconds.
 *
 * @param policy the scenario's policy name
 * @param arrived requests or items that arrived
 * @param served of these, those answered or done
 * @param rejected of these, those refused for a full queue
 * @param timedOut of these, those that left after waiting too long, or became dead letters
 * @param attainment share of the arrived (other than those still in the system at the end) that met the objective's
 *     latency or deadline
 * @param p50 median of the response time (request) or of the time from arrival to done (items)
 * @param p95 95th percentile
 * @param p99 99th percentile
 * @param meanWaitSeconds mean time before work on a request began
 * @param cost of all replicas by the billing; NaN when the price is unknown
 * @param currency of the cost
 * @param replicaHours time replicas were alive
 * @param wastedHours replica-hours that were ready and not busy
 * @param actions changes of the desired count
 * @param directionChanges actions in the opposite direction of the action before
 * @param maxBacklog most requests or items waiting at any time
 * @param maxBacklogAge longest time the oldest waiting one had waited
 * @param underProvisionedSeconds time in which demand exceeded the capacity of the ready replicas
 * @param longestShortageSeconds longest uninterrupted such time
 * @param finishedAtMillis when the last request or item left; for queues the end of the work
 * @param events events the simulation processed
 * @param timeline the course of it, thinned to at most a few thousand points
 * @param decisions decisions that changed something, at most a few thousand (the largest changes are kept)
 */
public record Result(
        String policy,
        double arrived,
        double served,
        double rejected,
        double timedOut,
        double attainment,
        double p50,
        double p95,
        double p99,
        double meanWaitSeconds,
        double cost,
        String currency,
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

    /**
     * The state over a stretch of the simulation; counts are means and {@code p95} is over the stretch, extremes are kept in
     * {@code backlog} and {@code readyMin}.
     *
     * @param millis begin of the stretch, epoch milliseconds
     * @param demand arrivals per second
     * @param ready mean ready replicas
     * @param readyMin least ready replicas
     * @param desired desired replicas at the end of the stretch
     * @param needed replicas whose full capacity equals the demand
     * @param p95 95th percentile of the response time of what was answered; NaN when nothing was
     * @param backlog most waiting
     * @param failed rejected and timed out
     * @param cost money spent in the stretch
     */
    public record Point(
            long millis,
            double demand,
            double ready,
            double readyMin,
            double desired,
            double needed,
            double p95,
            double backlog,
            double failed,
            double cost) {}
}
