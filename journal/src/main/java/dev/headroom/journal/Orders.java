package dev.headroom.journal;

import dev.headroom.engine.model.ManualOverride;
import java.time.Instant;
import java.util.List;

/** People's orders for workloads, and the audit of what people changed. */
public interface Orders {

    /** An order for a workload. */
    record Given(String workload, ManualOverride order) {}

    /**
     * A change that somebody made.
     *
     * @param workload empty when it was not about one
     */
    record Note(Instant at, String author, String workload, String what) {}

    /**
     * Orders that end after an instant, in the order they were given.
     *
     * @throws IllegalStateException if they cannot be read
     */
    List<Given> inForce(Instant now);

    /**
     * Puts an order beside those there are.
     *
     * @throws IllegalStateException if it cannot be kept
     */
    void give(String workload, ManualOverride order);

    /**
     * Takes back all orders for a workload.
     *
     * @throws IllegalStateException if they cannot be
     */
    void lift(String workload);

    /**
     * Keeps a change in mind.
     *
     * @throws IllegalStateException if it cannot be kept
     */
    void note(Note change);

    /**
     * The last changes, newest first.
     *
     * @throws IllegalStateException if they cannot be read
     */
    List<Note> notes(int most);
}
