package dev.headroom.engine;

import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reason;
import java.time.Instant;
import java.util.List;

/** The decision engine: a pure function of workload, state, observations and time. */
public final class Engine implements Decider {

    /** The engine; it has no state. */
    public static final Engine INSTANCE = new Engine();

    private Engine() {}

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        int current = seen.fleet().desired();
        return new Decision(
                now,
                current,
                current,
                List.of(Reason.of(Reason.Stage.COMBINER, "skeleton", "holds", current, current, "")),
                List.of(),
                state);
    }
}
