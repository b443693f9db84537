package dev.headroom.simulator;

/** Told how far a simulation has come, at most about a hundred times. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = share -> {};

    /**
     * How far it is.
     *
     * @param share of the trace that has passed, 0 to 1, ascending
     */
    void at(double share);
}
