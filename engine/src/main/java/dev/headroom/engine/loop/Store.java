package dev.headroom.engine.loop;

import dev.headroom.engine.Decision;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Observations;
import java.util.Optional;

/** Where state and journal are kept. */
public interface Store {

    /**
     * One decision with all it was made from; enough to make it again.
     *
     * @param workload the workload's name
     * @param before the state it was made from
     * @param seen what was seen
     * @param decision the decision, with its time and the state after it
     */
    record Entry(String workload, WorkloadState before, Observations seen, Decision decision) {}

    /** The last state saved, if any. */
    Optional<WorkloadState> load(String workload);

    /** Keeps a decision: its entry in the journal and its state, both or neither. */
    void append(Entry entry);
}
