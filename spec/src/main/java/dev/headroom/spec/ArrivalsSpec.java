package dev.headroom.spec;

/**
 * How requests come while their rate is constant, in simulation.
 *
 * @param cv coefficient of variation of the times between them: 0 for an even pace, 1 for a Poisson process, more for bursts
 */
public record ArrivalsSpec(double cv) {
    /** Requests that know nothing of each other. */
    public static final ArrivalsSpec POISSON = new ArrivalsSpec(1);
}
