package dev.headroom.simulator.traffic;

import dev.headroom.simulator.Rng;

/** Random numbers for the parts of one traffic: each part, in the order of writing, has a stream of its own. */
final class Draws {
    private final long seed;
    private int parts;

    Draws(long seed) {
        this.seed = seed;
    }

    /** The stream of the next part. */
    Rng next() {
        Rng rng = new Rng(seed, Rng.Stream.TRAFFIC);
        rng.at(parts++);
        return rng;
    }
}
