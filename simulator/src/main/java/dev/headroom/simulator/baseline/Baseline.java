package dev.headroom.simulator.baseline;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Workload;
import dev.headroom.simulator.Measurement;

/**
 * A peer, set up for a workload and ready for one simulation.
 *
 * @param name such as {@code hpa}
 * @param summary what it was set up with, in a sentence for the report
 * @param workload the workload with the peer's own signals and interval
 * @param decider decides; it remembers, so it serves one simulation only
 * @param scrapeMillis span its samples are measured over
 */
public record Baseline(String name, String summary, Workload workload, Decider decider, long scrapeMillis)
        implements Offer {

    /** How the peer sees the world: at its own scrape interval, as late and as noisily as everyone. */
    public Measurement seenThrough(Measurement world) {
        return new Measurement(scrapeMillis, world.delayMillis(), world.noise(), world.dropped());
    }
}
