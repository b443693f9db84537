package dev.headroom.simulator;

/**
 * Machines under the replicas, which are then pods. A pod goes to the fullest node that has room for it, ready nodes before
 * starting ones, so that nodes run empty when pods go; where there is no room a node is started, and the pod waits for it. A
 * node that has been empty for a time is given back. What is paid for is nodes, at the price of the billing; pods cost nothing.
 *
 * @param pods that a node holds, at least 1
 * @param least nodes there always are, at least 0
 * @param most nodes at a time, at least {@code least} and 1; pods beyond what they hold wait
 * @param spare nodes that stand empty so that pods need not wait, as far as {@code most} allows, at least 0
 * @param start time from asking for a node until pods can boot on it
 * @param emptySeconds time after which an empty node is given back, positive
 */
public record Nodes(int pods, int least, int most, int spare, Distribution start, double emptySeconds) {

    public Nodes {
        if (pods < 1 || least < 0 || most < Math.max(1, least) || spare < 0 || !(emptySeconds > 0)) {
            throw new IllegalArgumentException(
                    "nodes need room for at least one pod, 0 ≤ least ≤ most, most of at least 1,"
                            + " a number of spare ones that is not negative, and a positive time when empty");
        }
    }
}
