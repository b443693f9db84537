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

    /**
     * The last state saved, if any.
     *
     * @throws IllegalStateException if the store cannot say; a loop that began from nothing instead would forget
     */
    Optional<WorkloadState> load(String workload);

    /** What became of an entry. */
    sealed interface Appended {
        /** It is kept. */
        record Saved() implements Appended {
            /** The one value there is. */
            public static final Saved YES = new Saved();
        }

        /** It is not, since another controller has the workload now: this one must not act. */
        record Fenced(String why) implements Appended {}

        /** It is not; the store did not answer, or has no room. */
        record Failed(String why) implements Appended {}
    }

    /** Keeps a decision: its entry in the journal and its state, both or neither. */
    Appended append(Entry entry);
}
