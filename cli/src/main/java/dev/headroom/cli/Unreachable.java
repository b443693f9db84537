package dev.headroom.cli;

import dev.headroom.controller.whatif.Worlds;
import dev.headroom.engine.model.Objective;
import dev.headroom.simulator.LlmLate;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Trace;
import dev.headroom.spec.ServiceSpec;
import dev.headroom.spec.WorkloadSpec;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Tells objectives that no number of replicas keeps. */
final class Unreachable {

    private Unreachable() {}

    /** As {@link #why(WorkloadSpec, Trace)}, for a trace that tells nothing of its requests. */
    static @Nullable String why(WorkloadSpec spec) {
        return why(spec, new Trace("any", 0, 60_000, new double[] {1}));
    }

    /** Why no number of replicas can keep the objective, when requests take too long even without waiting; else null. */
    static @Nullable String why(WorkloadSpec spec, Trace trace) {
        Objective objective = spec.workload().objective();
        double limit = objective.limitSeconds();
        double best = Double.isInfinite(limit)
                ? 1
                : switch (Worlds.service(spec)) {
                    case Service.Requests r -> r.time().atMost(limit);
                    case Service.QueueWorkers q -> q.time().atMost(limit);
                    case Service.Llm l -> 1 - new LlmLate(l, trace, limit, Scenario.POISSON).least();
                };
        return best >= objective.attainment()
                ? null
                : "no number of replicas keeps the objective: by service"
                        + (spec.service() instanceof ServiceSpec.Llm ? " and its tokens" : ".time")
                        + ", even without waiting only " + SimulationOutput.share(best, RoundingMode.DOWN)
                        + " % are done within " + SimulationOutput.seconds(limit);
    }
}
