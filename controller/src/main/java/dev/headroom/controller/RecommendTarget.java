package dev.headroom.controller;

import dev.headroom.engine.Workload;
import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.TargetFactory;
import dev.headroom.engine.model.Fleet;

/** Scales nothing: decisions are shown, and the number of replicas is as the spec says or as was recommended last. */
final class RecommendTarget implements ScalingTarget {

    private final boolean fixed;
    private volatile int replicas;

    private RecommendTarget(int replicas, boolean fixed) {
        this.replicas = replicas;
        this.fixed = fixed;
    }

    /** Its factory. */
    static final class Factory implements TargetFactory {
        @Override
        public String type() {
            return "recommend";
        }

        @Override
        public ScalingTarget open(Connection with, Workload of) {
            boolean fixed = with.options().containsKey("replicas");
            int least = of.guardrails().bounds().min();
            return new RecommendTarget(with.count("replicas", least), fixed);
        }
    }

    /** Goes on from what was recommended before, unless the spec says how many there are. */
    void goOn(int recommended) {
        apply(recommended);
    }

    @Override
    public Observed observe() {
        return new Observed.Seen(Fleet.steady(replicas));
    }

    @Override
    public Applied apply(int desired) {
        if (!fixed) {
            replicas = desired;
        }
        return Applied.Accepted.YES;
    }
}
