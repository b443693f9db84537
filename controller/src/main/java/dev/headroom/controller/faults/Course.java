package dev.headroom.controller.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a world came to.
 *
 * @param seed of the world
 * @param broken invariants that did not hold, each once, in the order in which they broke
 * @param struck how often each fault struck
 * @param decisions recorded
 * @param orders that reached targets
 * @param lives of controllers that began
 * @param time that passed in it
 * @param spec that was drawn
 * @param events the story, if it was written down
 */
public record Course(
        long seed,
        List<Broken> broken,
        Map<Fault, Integer> struck,
        int decisions,
        int orders,
        int lives,
        Duration time,
        String spec,
        List<Event> events) {

    /** Whether everything held. */
    public boolean held() {
        return broken.isEmpty();
    }
}
