package dev.headroom.engine.model;

import java.util.List;

/**
 * The replicas of a workload as its target reports them.
 *
 * @param desired the count last asked of the target
 * @param ready replicas taking work, warming ones included
 * @param warming of the ready ones, those still at a reduced rate
 * @param starting provisioning or booting replicas
 * @param draining replicas that finish what they have
 * @param young replicas that are not ready, or became ready within the last ten minutes, oldest first; empty when the
 *     target cannot tell
 */
public record Fleet(int desired, int ready, int warming, int starting, int draining, List<Replica> young) {

    public Fleet {
        if (desired < 0 || ready < 0 || warming < 0 || starting < 0 || draining < 0 || warming > ready) {
            throw new IllegalArgumentException(
                    "a fleet has no negative counts and warms only ready replicas: desired " + desired + ", ready "
                            + ready + ", warming " + warming + ", starting " + starting + ", draining " + draining);
        }
    }

    /** A fleet at rest: every desired replica is ready. */
    public static Fleet steady(int replicas) {
        return new Fleet(replicas, replicas, 0, 0, 0, List.of());
    }

    /** Replicas that are paid for: ready, starting and draining. */
    public int alive() {
        return ready + starting + draining;
    }
}
