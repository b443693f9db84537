package dev.headroom.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a changed spec takes the place of the one in force.
 *
 * @param shadow how long it decides beside that one, and acts on nothing; zero for not at all
 * @param first how long one workload is under it before the others; zero for not at all
 * @param watch how long all workloads are watched under it before it is done; zero for not at all
 * @param workload the one workload; null for the changed one with the fewest replicas
 * @param worse share of turns, 0 to 1, by which it may miss the objective or lack data more often than before
 * @param dearer share by which it may cost more in the shadow stage than what runs; null for any
 */
public record RolloutSpec(
        Duration shadow,
        Duration first,
        Duration watch,
        @Nullable String workload,
        double worse,
        @Nullable Double dearer) {

    /** Ten minutes of shadow, ten with one workload, half an hour with all; two turns of a hundred. */
    public static final RolloutSpec DEFAULT =
            new RolloutSpec(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(30), null, 0.02, null);
}
