package dev.headroom.journal;

import java.time.Instant;
import java.util.List;

/** What was decided before: the reading side of a journal. */
public interface Archive {

    /**
     * Decisions of a workload in [from, to), oldest first.
     *
     * @param most the most that are wanted; of more the oldest are given, and the caller asks on from the last one's time
     * @throws IllegalStateException if the journal cannot be read
     */
    List<Recorded> entries(String workload, Instant from, Instant to, int most);

    /**
     * The last decisions of a workload, newest first.
     *
     * @throws IllegalStateException if the journal cannot be read
     */
    List<Recorded> latest(String workload, int most);

    /**
     * Names of all workloads in the journal, sorted.
     *
     * @throws IllegalStateException if the journal cannot be read
     */
    List<String> workloads();

    /**
     * Drops decisions older than a time; the states of workloads stay.
     *
     * @return how many were dropped
     * @throws IllegalStateException if that failed
     */
    int forget(Instant before);
}
