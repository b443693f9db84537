package dev.headroom.controller;

import dev.headroom.engine.Decider;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.Store;
import dev.headroom.spec.WorkloadSpec;
import java.time.ZoneId;
import java.util.Map;

/**
 * What the turns of a workload are made with, from its take-over or a change of the spec to the next.
 *
 * @param spec the workload
 * @param zone of the spec
 * @param hold the lease under which it is acted
 * @param target opened under that lease
 * @param store fenced by it
 * @param reads its sources, by name
 * @param mode what becomes of decisions
 * @param decider who decides
 * @param rules of the controller
 * @param fingerprint of the spec's text
 * @param text of the spec
 */
record Setup(
        WorkloadSpec spec,
        ZoneId zone,
        Hold hold,
        ScalingTarget target,
        Store store,
        Map<String, SourceReads> reads,
        ControllerStatus.Mode mode,
        Decider decider,
        Rules rules,
        String fingerprint,
        String text) {

    Setup {
        reads = Map.copyOf(reads);
    }

    String name() {
        return spec.workload().name();
    }

    boolean acts() {
        return mode == ControllerStatus.Mode.ACTING;
    }
}
