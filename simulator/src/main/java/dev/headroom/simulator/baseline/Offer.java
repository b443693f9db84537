package dev.headroom.simulator.baseline;

/** The answer to a wish for a baseline: the baseline, or why there is none. */
public sealed interface Offer permits Baseline, Offer.NotApplicable {

    /** The name it was asked for by. */
    String name();

    /**
     * This peer does not scale such a workload.
     *
     * @param why a sentence for people
     */
    record NotApplicable(String name, String why) implements Offer {}
}
