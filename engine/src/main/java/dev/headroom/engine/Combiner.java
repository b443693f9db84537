package dev.headroom.engine;

/** How the wishes of several policies become one number. Floors and ceilings apply to all of them. */
public enum Combiner {
    /** The largest wish. */
    MAXIMUM,
    /** The smallest wish. */
    MINIMUM,
    /** The wish of the first policy that has one. */
    PRIORITY,
    /** The mean of the wishes by weight × confidence, rounded up. */
    WEIGHTED
}
