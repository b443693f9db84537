package dev.headroom.simulator;

/**
 * What the platform gave, refused and took. The costs are those of the result by kind, and NaN when the price is unknown.
 *
 * @param launches attempts to start a machine, spares' included
 * @param failedLaunches of these, those that failed
 * @param refusedLaunches attempts refused for want of capacity
 * @param warmStarts replicas that came from the warm pool
 * @param interruptions spot machines taken back
 * @param lost replicas and spares lost with their zone
 * @param nodeLaunches nodes started under pods
 * @param nodeHours node-hours under pods
 * @param onDemandCost of replicas on demand, or of the nodes under them
 * @param spotCost of replicas on spot capacity
 * @param spareCost of preparing and keeping the spares of the warm pool
 */
public record Platform(
        long launches,
        long failedLaunches,
        long refusedLaunches,
        long warmStarts,
        long interruptions,
        long lost,
        long nodeLaunches,
        double nodeHours,
        double onDemandCost,
        double spotCost,
        double spareCost) {

    /** A platform that gave on-demand replicas of a cost in so many launches, and nothing else. */
    public static Platform onDemand(long launches, double cost) {
        return new Platform(launches, 0, 0, 0, 0, 0, 0, 0, cost, 0, 0);
    }

    /** Price of everything. */
    public double cost() {
        return onDemandCost + spotCost + spareCost;
    }

    /** Of both. */
    Platform plus(Platform other) {
        return new Platform(
                launches + other.launches,
                failedLaunches + other.failedLaunches,
                refusedLaunches + other.refusedLaunches,
                warmStarts + other.warmStarts,
                interruptions + other.interruptions,
                lost + other.lost,
                nodeLaunches + other.nodeLaunches,
                nodeHours + other.nodeHours,
                onDemandCost + other.onDemandCost,
                spotCost + other.spotCost,
                spareCost + other.spareCost);
    }

    /** What came after {@code before}. */
    Platform since(Platform before) {
        return new Platform(
                launches - before.launches,
                failedLaunches - before.failedLaunches,
                refusedLaunches - before.refusedLaunches,
                warmStarts - before.warmStarts,
                interruptions - before.interruptions,
                lost - before.lost,
                nodeLaunches - before.nodeLaunches,
                nodeHours - before.nodeHours,
                onDemandCost - before.onDemandCost,
                spotCost - before.spotCost,
                spareCost - before.spareCost);
    }
}
