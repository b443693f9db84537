package dev.headroom.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which spec each decision was made under: what a replay reads. */
public interface SpecHistory {

    /**
     * From an instant on a workload was decided for under a spec.
     *
     * @param fingerprint of the spec's text
     */
    record Epoch(Instant from, String fingerprint) {}

    /**
     * From now on a workload is decided for under a spec. The same again changes nothing.
     *
     * @throws IllegalStateException if it cannot be kept
     */
    void begin(String workload, Instant from, String fingerprint, String text);

    /**
     * The specs of a workload, oldest first.
     *
     * @throws IllegalStateException if they cannot be read
     */
    List<Epoch> epochs(String workload);

    /**
     * The text of a spec.
     *
     * @throws IllegalStateException if it cannot be read
     */
    Optional<String> text(String fingerprint);
}
