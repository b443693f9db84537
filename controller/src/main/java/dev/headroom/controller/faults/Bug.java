package dev.headroom.controller.faults;

/** Mistakes that are built in on purpose, to see that they are found. */
public enum Bug {
    /** None. */
    NONE,
    /** The decider takes a reading that failed for a zero. */
    ZERO_WITHOUT_DATA,
    /** The decider does not keep to the upper bound. */
    BEYOND_BOUNDS,
    /** The store says that it has kept what it has not. */
    STORE_FORGETS,
    /** The store takes decisions from whoever once had the lease. */
    STORE_WITHOUT_FENCE,
    /** The target adapter leaves every order after the third unsent, and says that it was accepted. */
    TARGET_DEAF,
    /** The decider's answer depends on something that is not recorded. */
    DECIDER_WITH_A_MOOD
}
